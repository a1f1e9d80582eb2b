import { randomUUID } from 'node:crypto'
import { type Command, InvalidArgumentError } from 'commander'
import type { Outcome } from '../../api/ask.ts'
import type { ConnectionFlags } from '../../app/connection/connection-flags.ts'
import { thisUser } from '../../audit/this-user.ts'
import { command, jsonOption } from '../command.ts'
import { withConnection } from '../connection-options.ts'
import type { Terminal } from '../terminal.ts'

export interface RequestOptions extends ConnectionFlags {
  readonly json?: boolean
  readonly by?: string
  readonly id?: string
}

/** A command that asks the stage of the signals for something. */
export function requestCommand(name: string, summary: string, example: string): Command {
  return withConnection(command(name, summary, example))
    .addOption(jsonOption())
    .option('--by <name>', 'who asks; default: the user of this shell', shortText)
    .option('--id <text>', 'idempotency key: asked twice with the same id it is one request', shortText)
    .addHelpText('after', '\nThrough the API of what runs on the data folder; otherwise the next start decides.')
}

/** Whose request it is, and what it is called. */
export function signedBy(terminal: Terminal, { by, id }: RequestOptions): { readonly by: string; readonly id: string } {
  return { by: by ?? thisUser(terminal.env), id: id ?? randomUUID() }
}

/** Tells what became of a request. */
export function tellOutcome(terminal: Terminal, { json }: RequestOptions, id: string, state: Outcome, done: string): void {
  if (json) terminal.out(JSON.stringify({ request: id, state }))
  else terminal.out(state === 'accepted' ? done : `Asked for (${id}); it is in the log and has not been decided yet.`)
}

function shortText(text: string): string {
  if (text.length >= 1 && text.length <= 200) return text
  throw new InvalidArgumentError('Give 1 to 200 characters.')
}
