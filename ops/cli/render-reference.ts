import type { Command } from 'commander'
import { exitCodes } from './exit-codes.ts'
import { createWholeProgram } from './program.ts'
import type { Terminal } from './terminal.ts'

/** The reference page of the command line, from the help of every command. */
export async function renderReference(): Promise<string> {
  const program = await createWholeProgram(nowhere)
  const commands = program.commands.filter((each) => each.name() !== 'help')
  return [
    '# Command line',
    '',
    'Made from the commands themselves by `node --import tsx ops/cli/reference-page.ts`; `homeostat COMMAND --help` prints the same.',
    '',
    `Every command that prints data has \`--json\`. Data folder: \`--data DIR\`, else \`$HOMEOSTAT_DATA\`, else \`./data\`; \`sources.yaml\`
and \`sinks.yaml\` stand in it, or in the folder \`$HOMEOSTAT_SETTINGS\`. Errors say what is wrong, why, what to do,
and end with a stable code ([errors.md](errors.md)); \`HOMEOSTAT_DEBUG=1\` adds the stack.`,
    '',
    '| Exit code | Meaning |',
    '|---|---|',
    `| ${exitCodes.ok} | done |`,
    `| ${exitCodes.failed} | failed, or a finding: a difference, a failed check, a failed benchmark |`,
    `| ${exitCodes.usage} | not understood or not confirmed; nothing was done |`,
    `| ${exitCodes.unavailable} | what it needs does not run, cannot be reached or is busy; the same call may succeed later |`,
    '| 130 | ended by a second Ctrl-C |',
    '',
    ...commands.flatMap((each) => section(each, '##')),
  ].join('\n')
}

function section(command: Command, heading: string): string[] {
  const help = helpOf(command).trimEnd()
  const parents = command.parent?.parent ? `${command.parent.name()} ` : ''
  const inner = command.commands.filter((each) => each.name() !== 'help').flatMap((each) => section(each, `${heading}#`))
  return [`${heading} ${parents}${command.name()}`, '', '```text', help, '```', '', ...inner]
}

/** With what stands behind the help: the example and remarks. */
function helpOf(command: Command): string {
  let text = ''
  command.configureOutput({
    writeOut: (more) => {
      text += more
    },
    getOutHelpWidth: () => 100,
  })
  command.outputHelp()
  return text
}

/** Nothing is run: only the help is read. */
const nowhere: Terminal = {
  env: {},
  interactive: false,
  canAsk: false,
  columns: () => 100,
  rows: () => 40,
  out() {},
  err() {},
  draw() {},
  ask: async () => '',
}
