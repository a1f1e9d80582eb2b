import { systemClock } from '../../../streams/runtime/ports/clock.ts'
import { noFailpoint } from '../../../streams/runtime/ports/failpoint.ts'
import { versionOf } from '../../../streams/runtime/task/version.ts'
import type { ConnectionFlags } from '../../app/connection/connection-flags.ts'
import { connectionOf } from '../../app/connection/connection-of.ts'
import { type VerifyReport, verifyTask } from '../../rehearse/verify.ts'
import { type CommandFactory, command, jsonOption } from '../command.ts'
import { withConnection } from '../connection-options.ts'
import { exitCodes } from '../exit-codes.ts'
import { howMany } from '../format/how-many.ts'
import { parseTime } from '../input/time.ts'
import { chooseStages } from '../instance/choose-stages.ts'
import { readInstallation } from '../instance/read-installation.ts'
import { tasksOf } from '../instance/tasks-of.ts'
import { progress } from '../progress.ts'
import { describeDifference } from '../rehearse/describe-difference.ts'
import { toJson } from '../tail/to-json.ts'

interface Options extends ConnectionFlags {
  readonly json?: boolean
  readonly stage?: string
  readonly from?: number
  readonly to?: number
  readonly asIfSame?: boolean
}

export const create: CommandFactory = ({ terminal, outcome }) =>
  withConnection(command('verify', 'derive every output again and compare it with the log, byte for byte', 'verify --from -1h'))
    .addOption(jsonOption())
    .option('--stage <name>', 'only this stage')
    .option('--from <time>', 'compare from this event time: 2026-01-31T12:00:00Z, milliseconds, -10m', (text) => parseTime(text))
    .option('--to <time>', 'compare up to this event time', (text) => parseTime(text))
    .option(
      '--as-if-same',
      "run today's code over the history of other versions too, and show where it would have said something else",
    )
    .addHelpText(
      'after',
      '\nEnds with 1 when an output differs. Works beside a running `up`, over what each task had committed when its turn came.',
    )
    .action(async ({ json, stage, from, to, asIfSame, ...flags }: Options) => {
      const stages = chooseStages(stage)
      const range = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }), asIfSame: asIfSame === true }
      const reports = await readInstallation(connectionOf(flags, terminal.env), async ({ log, codec }) => {
        const ports = { log, codec, clock: systemClock, failpoint: noFailpoint }
        const reports: VerifyReport[] = []
        for (const task of await tasksOf(ports.log, stages)) {
          const shown = progress(terminal, `${task.stage.name}.${task.partition}, epochs`)
          const options = { ...range, progress: shown.step }
          const report = await verifyTask(task.stage, task.partition, versionOf(task.stage), ports, options).finally(shown.end)
          reports.push(report)
          if (!json) terminal.out(describe(report))
        }
        return reports
      })
      const different = reports.some((report) => report.difference)
      if (json) terminal.out(toJson({ equal: !different, tasks: reports }))
      if (different) outcome.code = exitCodes.failed
    })

function describe({ task, epochs, outputs, difference, unverified }: VerifyReport): string {
  const compared = `${howMany(outputs, 'output')} of ${howMany(epochs, 'epoch')}`
  const equal = epochs === 0 ? `${task}: nothing could be compared` : `${task}: equal, ${compared} compared`
  const head = difference ? `${task}: DIFFERENT after ${compared} that are equal` : equal
  const gaps = unverified.map(({ first, last, reason }) => `  not verified: epochs ${first} to ${last}: ${reason}`)
  return [head, ...gaps, ...(difference ? [`First difference. ${describeDifference(difference)}`] : [])].join('\n')
}
