import type { Codec } from '../../schemas/codec/codec.ts'
import { ScheduleTicks, SystemTelemetryRaw } from '../../schemas/topics.ts'
import type { Log, NewRecord } from '../../streams/runtime/log/log.ts'
import { partitionOf } from '../../streams/runtime/log/shared/partition-of.ts'
import type { Installation } from '../app/open-installation.ts'
import { actRecord } from '../audit/act-record.ts'
import { type Fleet, syntheticFrame } from '../bench/support/synthetic-frames.ts'
import { feedRequests } from './feed-requests.ts'
import { feedRules } from './feed-rules.ts'
import { slowSource } from './slow-source.ts'

export interface FeedOptions {
  readonly frames: number
  readonly sources: number
  /** Of the telemetry side; default 1. */
  readonly partitions?: number
  /** Sixteen days of one source behind it, so that the hours of the week are known; all others are forgotten meanwhile. */
  readonly weeks?: boolean
}

const METRICS = 8
/** What people ask for beside it. */
const REQUESTS = 20
/** Frames from one change of the rules to the next: in a long history more changes than a book of rules keeps. */
const RULES_EVERY = 2_000
/** Between two ticks. */
const BATCH = 200
/** Appended together. */
const BATCHES_AT_ONCE = 10
/** A disturbance of so many steps for one source in turn, so that the run raises and clears signals. */
const DISTURBED_EVERY = 400
const DISTURBED_STEPS = 40

/**
 * Loads a history beforehand: frames with disturbances, some repeated and some late, a record that is not Avro, acts and requests of people,
 * changes of the rules, and ticks made from the event time. Folding it gives the same outputs in every run, and every record stands at
 * the same place in every log.
 */
export async function loadFeed(
  installation: Installation,
  { frames, sources, partitions = 1, weeks = false }: FeedOptions,
): Promise<void> {
  const { log, codec } = installation
  const fleet: Fleet = { sources, metrics: METRICS, everyMs: 1_000, from: 1_700_000_000_000 }
  let waiting: NewRecord[] = []
  for (let n = 0; n < frames; n += BATCH) {
    const records: NewRecord[] = []
    let at = 0
    for (let index = n; index < Math.min(n + BATCH, frames); index++) {
      const frame = disturbed(fleet, index)
      at = frame.at
      const key = Buffer.from(`default/${frame.source}`)
      const record = {
        topic: SystemTelemetryRaw.name,
        partition: partitionOf(key, partitions),
        key,
        value: codec.encodeFrame(frame),
      }
      records.push(record)
      if (index % 97 === 0) records.push(record)
      if (index % 1_009 === 0) records.push({ ...record, value: codec.encodeFrame({ ...frame, at: frame.at - 120_000 }) })
    }
    if (n % 5_000 === 0) records.push({ ...records[0], value: Buffer.from('not Avro') })
    const value = codec.encode('Tick', { at })
    if (n % 1_000 === 0) records.push(act(codec, n, at))
    if (n % RULES_EVERY === 0) records.push(...feedRules(codec, n / RULES_EVERY, at, partitions))
    for (let partition = 0; partition < partitions; partition++)
      records.push({ topic: ScheduleTicks.name, partition, key: null, value })
    waiting.push(...records)
    if (n % (BATCH * BATCHES_AT_ONCE) !== 0 && n + BATCH < frames) continue
    await appendByPlace(log, waiting)
    waiting = []
  }
  const end = fleet.from + Math.ceil(frames / sources) * fleet.everyMs
  if (weeks) await appendByPlace(log, slowSource(codec, end, partitions))
  await feedRequests(installation, REQUESTS, fleet.from)
}

/** One append a partition: on Kafka these are no transactions, whose ends would take offsets. */
async function appendByPlace(log: Log, records: readonly NewRecord[]): Promise<void> {
  const places = new Map<string, NewRecord[]>()
  for (const record of records) {
    const place = `${record.topic} ${record.partition}`
    const there = places.get(place)
    if (there) there.push(record)
    else places.set(place, [record])
  }
  for (const there of places.values()) await log.append(there)
}

/** Something that somebody did, under the same id in every run. */
function act(codec: Codec, n: number, at: number): NewRecord {
  return actRecord(codec, { id: `act ${n}`, act: 'test', outcome: 'done', by: 'feed', object: `frame ${n}`, at })
}

function disturbed(fleet: Fleet, n: number) {
  const frame = syntheticFrame(fleet, n)
  const step = Math.floor(n / fleet.sources)
  const turn = Math.floor(step / DISTURBED_EVERY)
  const inside = step % DISTURBED_EVERY
  if (turn > 0 && turn % fleet.sources === n % fleet.sources && inside < DISTURBED_STEPS) frame.values[0] += 400
  return frame
}
