import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { connectionOf } from '../../app/connection/connection-of.ts'
import type { CommandFactory } from '../command.ts'
import { parseDuration } from '../input/duration.ts'
import { parseTime } from '../input/time.ts'
import { type RequestOptions, requestCommand, signedBy, tellOutcome } from '../requests/request-command.ts'
import { sendRequest } from '../requests/send-request.ts'

interface Options extends RequestOptions {
  readonly for?: number
  readonly until?: number
  readonly reason: string
}

export const create: CommandFactory = ({ terminal }) =>
  requestCommand(
    'mute',
    'have new episodes of what is named call nobody for some time',
    "mute 'web-*' cpu_usage --for 2h --reason 'load test'",
  )
    .argument('<source>', 'name of the source, in which * stands for any text')
    .argument('[metric]', 'name of the metric, in which * stands for any text', '*')
    .option('--for <time>', 'how long, such as 90m or 2h', parseDuration)
    .option('--until <time>', 'until when; at most 30 days ahead', (text: string) => parseTime(text))
    .requiredOption('--reason <text>', 'for whoever finds it')
    .action(async (source: string, metric: string, options: Options) => {
      const { by, id } = signedBy(terminal, options)
      const until = endOf(options)
      const value = { id, source, metric, until, reason: options.reason, by }
      const state = await sendRequest(connectionOf(options, terminal.env), 'MuteRequested', value)
      const what = metric === '*' ? source : `${metric} of ${source}`
      tellOutcome(terminal, options, id, state, `Muted ${what} until ${new Date(until).toISOString()} (${id}).`)
    })

function endOf({ for: span, until }: Options): number {
  if ((span === undefined) === (until === undefined)) {
    throw new HomeostatError('HS_USAGE', { message: 'Give either --for or --until.' })
  }
  return until ?? Date.now() + (span ?? 0)
}
