import type { Codec } from '../../../schemas/codec/codec.ts'
import type { Log } from '../../../streams/runtime/log/log.ts'
import { readAll } from '../../../streams/runtime/state/read-all.ts'
import type { Bound } from '../input/bound.ts'
import { type Tailed, tailed } from './tailed.ts'

export interface TailOptions {
  readonly partition: number
  /** Inclusive; without it the last `last` records that pass the filters. */
  readonly from?: Bound | undefined
  /** Exclusive. */
  readonly to?: Bound | undefined
  readonly last: number
  readonly type?: string | undefined
  /** The whole key, or what follows the tenant. */
  readonly key?: string | undefined
  /** Goes on with what comes, until the signal is aborted. */
  readonly follow?: AbortSignal | undefined
}

/**
 * Records of one partition in order, decoded and filtered. Times are event times: these do not ascend strictly, so every record of the
 * range of offsets is looked at.
 * @throws HS_TOPIC_UNKNOWN
 */
export async function* readTopic(log: Log, codec: Codec, topic: string, options: TailOptions): AsyncGenerator<Tailed> {
  const { partition, from, to, follow } = options
  const { start, end } = await log.bounds(topic, partition)
  const last = to && 'offset' in to ? Math.min(to.offset, end) : end
  let next = last
  if (from === undefined) yield* await lastOf(log, codec, topic, options, start, last)
  else {
    const first = 'offset' in from ? Math.max(start, from.offset) : start
    for await (const record of readAll(log, topic, partition, first, last)) {
      const shown = tailed(topic, partition, record, codec)
      if (passes(shown, options)) yield shown
    }
    next = Math.max(first, last)
  }
  if (follow) yield* followed(log, codec, topic, options, next, follow)
}

/** The newest records that pass, looked for from the end backwards. */
async function lastOf(
  log: Log,
  codec: Codec,
  topic: string,
  options: TailOptions,
  start: number,
  end: number,
): Promise<Tailed[]> {
  let found: Tailed[] = []
  let size = Math.max(100, options.last)
  for (let to = end; to > start && found.length < options.last; size *= 2) {
    const from = Math.max(start, to - size)
    const here: Tailed[] = []
    for await (const record of readAll(log, topic, options.partition, from, to)) {
      const shown = tailed(topic, options.partition, record, codec)
      if (passes(shown, options)) here.push(shown)
    }
    found = [...here, ...found]
    to = from
  }
  return options.last === 0 ? [] : found.slice(-options.last)
}

async function* followed(log: Log, codec: Codec, topic: string, options: TailOptions, from: number, signal: AbortSignal) {
  const consumer = log.consumer([{ topic, partition: options.partition, from }])
  try {
    while (!signal.aborted) {
      const [result] = await consumer.poll({ maxBytes: POLL_BYTES, timeoutMs: POLL_MS })
      for (const record of result?.records ?? []) {
        const shown = tailed(topic, options.partition, record, codec)
        if (passes(shown, options)) yield shown
      }
    }
  } finally {
    await consumer.close()
  }
}

const POLL_BYTES = 1_000_000
const POLL_MS = 250

function passes(record: Tailed, { from, to, type, key }: TailOptions): boolean {
  if (from && 'time' in from && record.at < from.time) return false
  if (to && 'time' in to && record.at >= to.time) return false
  if (type !== undefined && record.type.toLowerCase() !== type.toLowerCase()) return false
  return key === undefined || record.key === key || record.key.slice(record.key.indexOf('/') + 1) === key
}
