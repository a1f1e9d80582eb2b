import { HomeostatError } from '../../../../schemas/core/homeostat-error.ts'
import { type Clock, systemClock } from '../../ports/clock.ts'
import type { Bounds, Input, Log, NewRecord, Position, Writer } from '../log.ts'
import { type Admitted, admit, findPlace, findTopic, type TopicPlaces } from '../shared/admit.ts'
import { createGroups } from '../shared/groups.ts'
import { pollingConsumer } from '../shared/polling-consumer.ts'
import { createProtections } from '../shared/protections.ts'
import { waitForAny, wake } from '../shared/waiting.ts'
import {
  appendRecord,
  compactPartition,
  emptyPartition,
  type MemoryPartition,
  readPartition,
  retainPartition,
} from './memory-partition.ts'

export interface MemoryLogOptions {
  /** Default: the same for every memory log, so that two runs give the same output ids. */
  readonly id?: string
  /** Arrival time, milliseconds since 1970; default: the clock's. */
  readonly now?: () => number
  /** Waits of polls are measured with it; default: the system's. */
  readonly clock?: Clock
  /** Every commit ends with a mark that takes an offset in each partition it has written to, as Kafka's transactions do; default: none. */
  readonly marksCommits?: boolean
}

/**
 * A log in memory, for tests and for the simulation. Every call takes effect at once, before its promise is returned; with an
 * injected clock nothing depends on the wall. It lives as long as the object: users may crash and others go on with it.
 */
export function createMemoryLog(options: MemoryLogOptions = {}): Log {
  const { id = 'memory', clock = systemClock, now = () => clock.now(), marksCommits = false } = options
  const topics = new Map<string, TopicPlaces<MemoryPartition>>()
  const epochs = new Map<string, number>()
  const groups = createGroups()
  const protections = createProtections()
  let closed = false

  function refuseWhenClosed() {
    if (closed) throw new HomeostatError('HS_LOG_CLOSED')
  }

  function find(topic: string, partition: number): MemoryPartition {
    refuseWhenClosed()
    return findPlace(findTopic(topics, topic), topic, partition)
  }

  async function bounds(topic: string, partition: number): Promise<Bounds> {
    const { start, end } = find(topic, partition)
    return { start, end }
  }

  function write(records: readonly NewRecord[], marks = 0): Position[] {
    const admitted = admit(records, topics)
    const arrival = now()
    const positions = admitted.map((one) => appendRecord(one, arrival))
    for (const place of placesOf(admitted)) {
      place.end += marks
      wake(place)
    }
    return positions
  }

  function openWriter(writerId: string): Writer {
    const epoch = (epochs.get(writerId) ?? 0) + 1
    epochs.set(writerId, epoch)
    let writerClosed = false
    return {
      async commit(records) {
        refuseWhenClosed()
        if (writerClosed) throw new HomeostatError('HS_LOG_CLOSED', { value: writerId })
        if (epochs.get(writerId) !== epoch) throw new HomeostatError('HS_LOG_FENCED', { value: writerId })
        return write(records, marksCommits ? 1 : 0)
      },
      async close() {
        writerClosed = true
      },
    }
  }

  return {
    id,
    formerIds: [],
    async createTopics(specs) {
      refuseWhenClosed()
      for (const { topic, partitions } of specs) {
        if (topics.has(topic.name)) continue
        const places = Array.from({ length: partitions }, (_, partition) => emptyPartition(topic.name, partition))
        topics.set(topic.name, { compacted: topic.cleanup === 'compact', places })
      }
    },
    async partitions() {
      refuseWhenClosed()
      return [...topics.values()].flatMap(({ places }) =>
        places.map(({ topic, partition, start, end, bytes }) => ({ topic, partition, start, end, bytes })),
      )
    },
    bounds,
    settled: bounds,
    async append(records) {
      refuseWhenClosed()
      return write(records)
    },
    async read(topic, partition, from, options = {}) {
      return readPartition(find(topic, partition), from, options)
    },
    consumer(inputs) {
      return pollingConsumer(inputs, {
        clock,
        isClosed: () => closed,
        read: (input, from, maxBytes) => readPartition(find(input.topic, input.partition), from, { maxBytes }),
        wait: (waited: readonly Input[], closing, timeoutMs) =>
          waitForAny([closing, ...waited.map((input) => find(input.topic, input.partition))], timeoutMs, clock),
      })
    },
    async writer(writerId) {
      refuseWhenClosed()
      return openWriter(writerId)
    },
    async join(group, listener) {
      refuseWhenClosed()
      return groups.join(group, listener)
    },
    protect: protections.protect,
    async maintain(time, retention) {
      refuseWhenClosed()
      for (const { topic, maxAgeMs = Infinity, maxBytes = Infinity } of retention)
        for (const place of findTopic(topics, topic).places)
          retainPartition(place, time - maxAgeMs, protections.lowest(topic, place.partition), maxBytes)
      for (const { compacted, places } of topics.values())
        if (compacted) for (const place of places) compactPartition(place, time)
    },
    async close() {
      closed = true
      for (const { places } of topics.values()) for (const place of places) wake(place)
    },
  }
}

function placesOf(admitted: readonly Admitted<MemoryPartition>[]): Set<MemoryPartition> {
  return new Set(admitted.map((one) => one.place))
}
