import { HomeostatError } from '../../../../../schemas/core/homeostat-error.ts'
import type { Clock } from '../../../ports/clock.ts'
import type { Bounds, ReadOptions, ReadResult } from '../../log.ts'
import { kafkaError } from '../kafka-error.ts'
import { PATIENCE_MS } from '../within.ts'
import type { Brokers } from './brokers.ts'
import { groupByLeader, isLed, leaderOf } from './leaders.ts'
import { listOffsets, writtenEnd } from './list-offsets.ts'
import { type Looked, look } from './look.ts'
import { type Place, placeKey } from './place.ts'
import { isPassing } from './protocol-error.ts'
import type { Reading } from './reading.ts'
import { takeUpTo } from './take.ts'

/** Bounded reads over connections that all of them share; none waits in the broker, so none holds up another. */
export type KafkaReads = Pick<Reading, 'read' | 'bounds' | 'settled' | 'boundsOf' | 'wrote'>

export interface KafkaReadsParts {
  readonly brokers: Brokers
  readonly clock: Clock
  readonly closing: AbortSignal
  readonly overdue: ((place: Place) => Promise<void>) | undefined
}

export function createKafkaReads({ brokers, clock, closing, overdue }: KafkaReadsParts): KafkaReads {
  const written = new Map<string, number>()

  /** What this process has committed and not yet seen. */
  function owed(place: Place): number {
    return written.get(placeKey(place)) ?? 0
  }

  function saw(place: Place, lastStable: number) {
    if (owed(place) <= lastStable) written.delete(placeKey(place))
  }

  /** Tries again, with the leaders looked up afresh, while what fails passes by itself. */
  async function persist<T>(places: readonly Place[], doing: string, attempt: () => Promise<T>): Promise<T> {
    const topics = [...new Set(places.map(({ topic }) => topic))]
    const deadline = clock.now() + PATIENCE_MS
    let isStale = places.some((place) => !isLed(brokers, place))
    for (let pauseMs = 50; ; pauseMs = Math.min(2 * pauseMs, 1_000)) {
      if (closing.aborted) throw new HomeostatError('HS_LOG_CLOSED')
      try {
        if (isStale) await brokers.refresh(topics)
        return await attempt()
      } catch (error) {
        if (closing.aborted) throw new HomeostatError('HS_LOG_CLOSED', { cause: error })
        const named = kafkaError(error, { doing, topics })
        if (!isPassing(named) || clock.now() + pauseMs > deadline) throw named
        isStale = true
      }
      await clock.sleep(pauseMs, closing)
    }
  }

  /** Asks again until what this process committed, as far as `to`, can be read. */
  async function settle<T>(place: Place, to: number, ask: () => Promise<T>, lastStableOf: (answer: T) => number): Promise<T> {
    const deadline = clock.now() + SETTLE_MS
    let overdueAt = clock.now() + OVERDUE_MS
    for (let pauseMs = 1; ; pauseMs = Math.min(2 * pauseMs, 50)) {
      const answer = await ask()
      saw(place, lastStableOf(answer))
      const missing = Math.min(owed(place), to)
      if (missing <= lastStableOf(answer)) return answer
      if (clock.now() > overdueAt) {
        overdueAt = Infinity
        await overdue?.(place)
      } else if (clock.now() > deadline) throw unsettled(place, lastStableOf(answer), missing)
      await clock.sleep(pauseMs, closing)
    }
  }

  function lookAt(place: Place, from: number, maxBytes: number): Promise<Looked> {
    return persist([place], `reading ${place.topic}`, async () => {
      const [found] = await look(brokers, leaderOf(brokers, place), [{ ...place, from, maxBytes }], {
        maxWaitMs: 0,
        mayBeBehindEnd: true,
      })
      if (found instanceof Error) throw found
      return found
    })
  }

  async function read(place: Place, from: number, { to = Infinity, maxBytes = 1_000_000 }: ReadOptions): Promise<ReadResult> {
    const fetchBytes = Math.min(Math.max(maxBytes, 1), MOST_FETCHED_BYTES)
    for (let at = from; ; ) {
      const found = await settle(
        place,
        to,
        () => lookAt(place, at, fetchBytes),
        (one) => one.lastStable,
      )
      const result = bounded(found, at, to, maxBytes)
      if (result.records.length > 0 || result.atEnd) return result
      at = result.next
    }
  }

  async function boundsOf(places: readonly Place[]): Promise<readonly Bounds[]> {
    if (places.length === 0) return []
    return persist(places, 'looking up the bounds of partitions', async () => {
      const found = new Map<string, Bounds>()
      const byBroker = groupByLeader(brokers, places)
      await Promise.all(
        [...byBroker].map(async ([broker, led]) => {
          for (const [at, bounds] of (await listOffsets(brokers, broker, led)).entries()) {
            if (bounds instanceof Error) throw bounds
            found.set(placeKey(led[at]), bounds)
          }
        }),
      )
      return places.map((place) => found.get(placeKey(place)) ?? { start: 0, end: 0 })
    })
  }

  /** Waits until no transaction is open before what is written now. */
  async function settled(place: Place): Promise<Bounds> {
    const doing = `looking up the end of ${place.topic}, partition ${place.partition}`
    const written = await persist([place], doing, () => writtenEnd(brokers, leaderOf(brokers, place), place))
    const deadline = clock.now() + DECIDED_MS
    for (let pauseMs = 1; ; pauseMs = Math.min(2 * pauseMs, 50)) {
      const [bounds] = await boundsOf([place])
      if (bounds.end >= written) return bounds
      if (clock.now() > deadline) throw unsettled(place, bounds.end, written)
      await clock.sleep(pauseMs, closing)
    }
  }

  return {
    read: (topic, partition, from, options = {}) => read({ topic, partition }, from, options),
    bounds: (topic, partition) =>
      settle(
        { topic, partition },
        Infinity,
        async () => (await boundsOf([{ topic, partition }]))[0],
        (one) => one.end,
      ),
    settled: (topic, partition) => settled({ topic, partition }),
    boundsOf,
    wrote(topic, partition, next) {
      const place = { topic, partition }
      written.set(placeKey(place), Math.max(owed(place), next))
    },
  }
}

function bounded({ records, next, start, lastStable }: Looked, from: number, to: number, maxBytes: number): ReadResult {
  const end = takeUpTo(records, 0, maxBytes, to)
  if (end < records.length && records[end].offset < to)
    return { records: records.slice(0, end), next: records[end - 1].offset + 1, start, atEnd: false }
  const taken = end === records.length ? records : records.slice(0, end)
  const reached = Math.max(from, Math.min(next, Math.max(to, start)))
  return { records: taken, next: reached, start, atEnd: reached >= Math.min(to, lastStable) }
}

function unsettled({ topic, partition }: Place, lastStable: number, missing: number): HomeostatError {
  return new HomeostatError('HS_KAFKA_TIMEOUT', {
    value: lastStable,
    limit: missing,
    message:
      `What was written to ${topic}, partition ${partition}, cannot be read yet: readers see up to offset ${lastStable}, ` +
      `${missing} was written. A transaction was left open: docs/guides/kafka.md says how to find and to end it ("A transaction that hangs").`,
  })
}

/** The longest that a read waits for what this process committed. */
const SETTLE_MS = 5_000
/** The longest that `settled` waits for the transactions of others; the broker aborts one of ours that was left open sooner. */
const DECIDED_MS = 15_000
/** The markers of a transaction arrive within milliseconds; after so long one looks whether they have been forgotten. */
const OVERDUE_MS = 1_000
/** A larger bound is reached in several reads. */
const MOST_FETCHED_BYTES = 16_000_000
