import type { Codec } from '../../../schemas/codec/codec.ts'
import type { Log } from '../../../streams/runtime/log/log.ts'
import { readAll } from '../../../streams/runtime/state/read-all.ts'
import type { Bound } from '../input/bound.ts'
import { mergeByTime } from './merge-by-time.ts'
import { type Tailed, tailed } from './tailed.ts'

export interface TailOptions {
  /** Undefined: all partitions of the topic. */
  readonly partition?: number | undefined
  /** Inclusive; without it the last `last` records that pass the filters. Offsets are those of each partition. */
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

interface Source {
  readonly log: Log
  readonly codec: Codec
  readonly topic: string
}

/** Offsets of a partition, the last one exclusive. */
interface Range {
  readonly partition: number
  readonly first: number
  readonly last: number
}

/**
 * Records of a topic, decoded and filtered; those of a partition in its order, several partitions merged by event time. Times do not
 * ascend strictly within a partition, so every record of the range of offsets is looked at.
 * @throws HS_TOPIC_UNKNOWN
 */
export async function* readTopic(log: Log, codec: Codec, topic: string, options: TailOptions): AsyncGenerator<Tailed> {
  const source = { log, codec, topic }
  const ranges = await rangesOf(source, options)
  const each = ranges.map((range) => (options.from === undefined ? newest : passing)(source, range, options))
  const merged = mergeByTime(each)
  if (options.from !== undefined) yield* merged
  else yield* await newestOf(merged, options.last)
  if (options.follow) yield* followed(source, ranges, options, options.follow)
}

async function rangesOf({ log, topic }: Source, { partition, from, to }: TailOptions): Promise<Range[]> {
  const known = partition === undefined ? (await log.partitions()).filter((info) => info.topic === topic) : []
  const bounded = known.length > 0 ? known : [{ partition: partition ?? 0, ...(await log.bounds(topic, partition ?? 0)) }]
  return bounded.map(({ partition, start, end }) => {
    const first = from && 'offset' in from ? Math.max(start, from.offset) : start
    return { partition, first, last: Math.max(first, to && 'offset' in to ? Math.min(to.offset, end) : end) }
  })
}

async function* passing({ log, codec, topic }: Source, { partition, first, last }: Range, options: TailOptions) {
  for await (const record of readAll(log, topic, partition, first, last)) {
    const shown = tailed(topic, partition, record, codec)
    if (passes(shown, options)) yield shown
  }
}

/** The newest records that pass, looked for from the end backwards. */
async function* newest(source: Source, { partition, first, last }: Range, options: TailOptions) {
  let found: Tailed[] = []
  let size = Math.max(100, options.last)
  for (let to = last; to > first && found.length < options.last; size *= 2) {
    const from = Math.max(first, to - size)
    const here: Tailed[] = []
    for await (const record of passing(source, { partition, first: from, last: to }, options)) here.push(record)
    found = [...here, ...found]
    to = from
  }
  yield* found
}

async function newestOf(records: AsyncIterable<Tailed>, count: number): Promise<Tailed[]> {
  const all: Tailed[] = []
  for await (const record of records) all.push(record)
  return count === 0 ? [] : all.slice(-count)
}

async function* followed({ log, codec, topic }: Source, ranges: readonly Range[], options: TailOptions, signal: AbortSignal) {
  const consumer = log.consumer(ranges.map(({ partition, last }) => ({ topic, partition, from: last })))
  try {
    while (!signal.aborted) {
      const results = await consumer.poll({ maxBytes: POLL_BYTES, timeoutMs: POLL_MS })
      for (const [input, { records }] of results.entries()) {
        for (const record of records) {
          const shown = tailed(topic, ranges[input].partition, record, codec)
          if (passes(shown, options)) yield shown
        }
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
