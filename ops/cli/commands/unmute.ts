import { connectionOf } from '../../app/connection/connection-of.ts'
import type { CommandFactory } from '../command.ts'
import { type RequestOptions, requestCommand, signedBy, tellOutcome } from '../requests/request-command.ts'
import { sendRequest } from '../requests/send-request.ts'

export const create: CommandFactory = ({ terminal }) =>
  requestCommand('unmute', 'end a mute; what still lasts is raised', 'unmute 6f9e0c4e-1c1b-4d0e-9a5e-0b6f7a8c9d10')
    .argument('<mute>', 'id of the mute')
    .action(async (mute: string, options: RequestOptions) => {
      const signed = signedBy(terminal, options)
      const state = await sendRequest(connectionOf(options, terminal.env), 'UnmuteRequested', { ...signed, mute })
      tellOutcome(terminal, options, signed.id, state, `The mute ${mute} is over.`)
    })
