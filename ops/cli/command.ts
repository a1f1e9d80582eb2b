import { Command, Option } from 'commander'
import type { Terminal } from './terminal.ts'

/** What a command is given when it is built. */
export interface CommandContext {
  readonly terminal: Terminal
  /** Set by a command that ends well but must not exit with 0, such as a finding. */
  readonly outcome: { code: number }
}

export type CommandFactory = (context: CommandContext) => Command

/** A command with its one example below the help. */
export function command(name: string, summary: string, example: string): Command {
  return new Command(name).summary(summary).description(summary).addHelpText('after', `\nExample:\n  $ homeostat ${example}`)
}

/** `--data DIR`, before $HOMEOSTAT_DATA, before ./data. */
export function dataOption(): Option {
  const folder = new Option('--data <dir>', 'data folder').env('HOMEOSTAT_DATA').default(DEFAULT_DATA)
  return folder.argParser((text) => (text === '' ? DEFAULT_DATA : text)) // a variable that is set to nothing is not set
}

const DEFAULT_DATA = 'data'

export function jsonOption(): Option {
  return new Option('--json', 'print JSON instead of text')
}
