import { Option } from 'commander'
import { systemClock } from '../../../streams/runtime/ports/clock.ts'
import { noFailpoint } from '../../../streams/runtime/ports/failpoint.ts'
import type { ConnectionFlags } from '../../app/connection/connection-flags.ts'
import { connectionOf } from '../../app/connection/connection-of.ts'
import { frozenLog } from '../../rehearse/frozen-log.ts'
import { type CommandFactory, command, jsonOption } from '../command.ts'
import { withConnection } from '../connection-options.ts'
import { exitCodes } from '../exit-codes.ts'
import { parseTime } from '../input/time.ts'
import { chooseStages } from '../instance/choose-stages.ts'
import { readInstallation } from '../instance/read-installation.ts'
import { tasksOf } from '../instance/tasks-of.ts'
import { untilInterrupted } from '../interrupt.ts'
import { progress } from '../progress.ts'
import { type Counts, replayAndTell } from '../rehearse/replay-and-tell.ts'

interface Options extends ConnectionFlags {
  readonly json?: boolean
  readonly from?: number
  readonly to?: number
  readonly fresh?: boolean
  readonly compare?: boolean
}

export const create: CommandFactory = ({ terminal, outcome }) =>
  withConnection(
    command('replay', 'fold history again and print what comes out; nothing is written', 'replay sense --from -1h --compare'),
  )
    .argument('[stage]', 'name of the stage; default: all')
    .addOption(jsonOption())
    .option('--from <time>', 'outputs from this time on: 2026-01-31T12:00:00Z, milliseconds, -10m', (text) => parseTime(text))
    .option('--to <time>', 'outputs before this time', (text) => parseTime(text))
    .option('--compare', 'print only what differs from what is recorded, and end with 1 when something does')
    .addOption(
      new Option('--fresh', 'begin with empty states at --from instead of following the recorded epochs').conflicts('compare'),
    )
    .action(async (name: string | undefined, { json, compare, ...given }: Options) => {
      const stages = chooseStages(name)
      const all = await untilInterrupted((interrupted) =>
        readInstallation(connectionOf(given, terminal.env), async ({ log, codec }) => {
          const ports = { log: await frozenLog(log), codec, clock: systemClock, failpoint: noFailpoint }
          const all: Counts[] = []
          for (const task of await tasksOf(ports.log, stages)) {
            const shown = progress(terminal, `${task.stage.name}.${task.partition}, records`)
            const options = { ...given, progress: shown.step, compare: compare === true, log, json: json === true, interrupted }
            all.push(await replayAndTell(task, ports, options, terminal).finally(shown.end))
          }
          return all
        }),
      )
      if (all.some(({ changed, missing, added }) => changed + missing + added > 0)) outcome.code = exitCodes.failed
    })
