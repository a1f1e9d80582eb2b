import { connectionOf } from '../../app/connection/connection-of.ts'
import type { CommandFactory } from '../command.ts'
import { type RequestOptions, requestCommand, signedBy, tellOutcome } from '../requests/request-command.ts'
import { sendRequest } from '../requests/send-request.ts'

interface Options extends RequestOptions {
  readonly note: string
}

export const create: CommandFactory = ({ terminal }) =>
  requestCommand('ack', 'say that somebody has seen an open signal', "ack 0d3f5a52-7a0e-5c39-9a33-5f4d0f3d9f5e --note 'on it'")
    .argument('<signal>', 'id of the signal')
    .option('--note <text>', 'for whoever looks at it later', '')
    .action(async (signal: string, options: Options) => {
      const value = { ...signedBy(terminal, options), signal, note: options.note }
      const state = await sendRequest(connectionOf(options, terminal.env), 'AcknowledgeRequested', value)
      tellOutcome(terminal, options, value.id, state, `Acknowledged ${signal}.`)
    })
