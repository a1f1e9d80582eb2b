import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import type { ConnectionFlags } from '../../app/connection/connection-flags.ts'
import { connectionOf } from '../../app/connection/connection-of.ts'
import { type CommandFactory, command, jsonOption } from '../command.ts'
import { withConnection } from '../connection-options.ts'
import { formatDuration } from '../format/duration.ts'
import { howMany } from '../format/how-many.ts'
import { parseDuration } from '../input/duration.ts'
import { parseTime } from '../input/time.ts'
import { wholeNumber } from '../input/whole-number.ts'
import { untilInterrupted } from '../interrupt.ts'
import { batchesOf } from '../publish/batches.ts'
import { frameOfArguments } from '../publish/frame-of-arguments.ts'
import { readLines } from '../publish/read-lines.ts'
import { type Receiver, withReceiver } from '../publish/receiver.ts'
import type { Terminal } from '../terminal.ts'

interface Options extends ConnectionFlags {
  readonly json?: boolean
  readonly file?: string
  readonly source?: string
  readonly at?: number
  readonly label?: readonly string[]
  readonly batch: number
  readonly patience?: number
}

export const create: CommandFactory = ({ terminal }) =>
  withConnection(
    command('publish', 'send telemetry to a running instance', 'publish --source web-1 latency_p99=12.5 error_rate=0.01'),
  )
    .argument('[metrics...]', 'with --source: metrics with their values, name=value')
    .addOption(jsonOption())
    .option('--file <path>', 'frames as NDJSON, one a line; - or nothing is stdin')
    .option('--source <name>', 'send one frame of this source, with the metrics that are given')
    .option('--at <time>', 'with --source: time of the frame; default now', (text) => parseTime(text))
    .option('--label <name=value>', 'with --source: what is known of it; may be repeated', gather)
    .option('--batch <frames>', 'most frames in one request', wholeNumber(1, 10_000), 1_000)
    .option('--patience <time>', 'how long to try again while the instance is busy; default 60s', parseDuration)
    .addHelpText(
      'after',
      '\nA frame: {"source":"web-1","at":1767225600000,"metrics":{"latency_p99":12.5},"labels":{"region":"eu"}}',
    )
    .action(async (metrics: readonly string[], options: Options) => {
      const connection = connectionOf(options, terminal.env)
      await untilInterrupted(async (interrupted) => {
        const lines = await linesOf(metrics, options, interrupted)
        await withReceiver(connection, (receive) => send(receive, lines, options, interrupted, terminal))
      })
    })

function gather(text: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), text]
}

/** One frame from the arguments, or the lines of a file. */
async function linesOf(
  metrics: readonly string[],
  { source, at, label = [], file }: Options,
  interrupted: AbortSignal,
): Promise<AsyncIterable<string> | string[]> {
  if (source !== undefined && file === undefined) return [frameOfArguments(source, at ?? Date.now(), metrics, label)]
  if (source !== undefined) throw new HomeostatError('HS_USAGE', { message: '--source and --file exclude each other.' })
  if (metrics.length > 0 || label.length > 0 || at !== undefined)
    throw new HomeostatError('HS_USAGE', { message: 'Metrics, --label and --at need --source.' })
  return readLines(file ?? '-', interrupted)
}

async function send(
  receive: Receiver,
  lines: AsyncIterable<string> | string[],
  { batch, patience = 60_000, json }: Options,
  interrupted: AbortSignal,
  terminal: Terminal,
): Promise<void> {
  const from = Date.now()
  let accepted = 0
  const waiting = (ms: number) => terminal.err(`The instance is busy; trying again in ${formatDuration(ms)}.`)
  try {
    for await (const part of batchesOf(lines, { lines: batch, bytes: REQUEST_BYTES })) {
      accepted += await receive(part, { patienceMs: patience, interrupted, waiting })
    }
  } finally {
    const tookMs = Date.now() - from
    if (json) terminal.out(JSON.stringify({ accepted, tookMs }))
    else terminal.out(`${howMany(accepted, 'frame')} ${accepted === 1 ? 'is' : 'are'} in the log (${formatDuration(tookMs)}).`)
  }
}

/** The API takes 4 MB. */
const REQUEST_BYTES = 3_500_000
