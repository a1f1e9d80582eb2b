import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { ConnectionFlags } from '../../app/connection/connection-flags.ts'
import { checks } from '../../doctor/checks.ts'
import { type PrerequisiteReport, prerequisiteReport } from '../../doctor/prerequisite-report.ts'
import { type Checked, runChecks } from '../../doctor/run-checks.ts'
import { type CommandFactory, command, jsonOption } from '../command.ts'
import { withConnection } from '../connection-options.ts'
import { exitCodes } from '../exit-codes.ts'
import { formatTable } from '../format/table.ts'
import { wholeNumber } from '../input/whole-number.ts'

interface Options extends ConnectionFlags {
  readonly port: number
  readonly json?: boolean
  readonly report?: string | true
  readonly prometheus?: string
}

export const create: CommandFactory = ({ terminal, outcome }) =>
  withConnection(command('doctor', 'check this machine, each finding with its remedy', 'doctor --report'))
    .addOption(jsonOption())
    .option('--port <number>', 'port that `up` is to use', wholeNumber(0, 65_535), 4280)
    .option('--prometheus <url|file>', 'what `up` is to ask; default sources.yaml in the data folder')
    .option('--report [file]', 'write the prerequisites as JSON; default file: reports/prerequisites.json')
    .addHelpText('after', '\nEnds with 1 when a check has failed; a warning is no failure. Values of secrets are never printed.')
    .action(async ({ data, port, json, report, kafka, registry, prefix, prometheus }: Options) => {
      const context = { data, port, env: terminal.env, flags: { kafka, registry, prefix }, prometheus }
      const found: Checked[] = []
      for await (const checked of runChecks(checks, context)) {
        found.push(checked)
        if (!json) terminal.out(describe(checked))
      }
      const needed = prerequisiteReport(terminal.env, Date.now())
      if (json) terminal.out(JSON.stringify({ checks: found, prerequisites: needed }))
      else terminal.out(`\n${describePrerequisites(needed)}`)
      if (report) {
        const file = report === true ? 'reports/prerequisites.json' : report
        mkdirSync(dirname(file), { recursive: true })
        writeFileSync(file, `${JSON.stringify(needed, null, 2)}\n`)
        terminal.err(`The prerequisites are in ${file}.`)
      }
      if (found.some(({ state }) => state === 'failed')) outcome.code = exitCodes.failed
    })

function describe({ name, state, says, remedy }: Checked): string {
  const line = `${state.padEnd(7)}  ${name.padEnd(12)} ${says}`
  return remedy === undefined ? line : `${line}\n${' '.repeat(22)}${remedy}`
}

function describePrerequisites({ details }: PrerequisiteReport): string {
  const rows = details.map(({ anyOf, state, used, neededFor, remark }) => [
    anyOf.join(' or '),
    state,
    used ? 'yes' : 'not yet',
    neededFor,
    state === 'present' ? '' : remark,
  ])
  return formatTable(['PREREQUISITE', 'STATE', 'USED', 'NEEDED FOR', 'WITHOUT IT'], rows)
}
