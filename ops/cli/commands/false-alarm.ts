import { connectionOf } from '../../app/connection/connection-of.ts'
import type { CommandFactory } from '../command.ts'
import { type RequestOptions, requestCommand, signedBy, tellOutcome } from '../requests/request-command.ts'
import { sendRequest } from '../requests/send-request.ts'

interface Options extends RequestOptions {
  readonly note: string
  readonly undo?: boolean
}

export const create: CommandFactory = ({ terminal }) =>
  requestCommand(
    'false-alarm',
    'say that an open signal was no trouble: it ends, and its like must be more surprising',
    "false-alarm 0d3f5a52-7a0e-5c39-9a33-5f4d0f3d9f5e --note 'the nightly backup'",
  )
    .argument('<signal>', 'id of the signal')
    .option('--note <text>', 'for whoever looks at it later', '')
    .option('--undo', 'take the report back')
    .action(async (signal: string, { undo, ...options }: Options) => {
      const connection = connectionOf(options, terminal.env)
      const signed = signedBy(terminal, options)
      if (undo) {
        const state = await sendRequest(connection, 'FalseAlarmWithdrawn', { ...signed, signal })
        return tellOutcome(terminal, options, signed.id, state, `The report on ${signal} is taken back.`)
      }
      const state = await sendRequest(connection, 'FalseAlarmReported', { ...signed, signal, note: options.note })
      tellOutcome(terminal, options, signed.id, state, `Reported ${signal} as a false alarm; its episode is over.`)
    })
