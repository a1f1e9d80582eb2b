import { HomeostatError } from '../../../../schemas/core/homeostat-error.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Bounds, Input, Log, NewRecord, Position, TopicSpec, Writer } from '../log.ts'
import { admit, findPlace, findTopic } from '../shared/admit.ts'
import { createGroups } from '../shared/groups.ts'
import { pollingConsumer } from '../shared/polling-consumer.ts'
import { createProtections, type Protections } from '../shared/protections.ts'
import { type Waitable, wake } from '../shared/waiting.ts'
import type { WriteOutcome, WriteRequest } from './flush.ts'
import { formerIds } from './log-ids.ts'
import type { EmbeddedPlace, EmbeddedTopic } from './places.ts'
import { readBatches } from './read-batches.ts'
import type { Store } from './store.ts'

/** What differs between the process that writes and those that read beside it. */
export interface Access {
  readonly store: Store
  readonly topics: ReadonlyMap<string, EmbeddedTopic>
  readonly clock: Clock
  /** Brings bounds and topics up to date before a look. */
  refresh(): void
  createTopics(specs: readonly TopicSpec[]): void
  submit(request: WriteRequest): Promise<WriteOutcome>
  wait(places: readonly Waitable[], timeoutMs: number): Promise<void>
  maintain: MaintainPass
  /** Called once, when nothing new can come any more. */
  close(): Promise<void>
}

export type MaintainPass = (now: number, retention: Parameters<Log['maintain']>[1], protections: Protections) => Promise<void>

/** The log over an open store. */
export function serve(id: string, access: Access): Log {
  const { store, topics, clock } = access
  const former = formerIds(store)
  const groups = createGroups()
  const protections = createProtections()
  let closed = false

  function refuseWhenClosed() {
    if (closed) throw new HomeostatError('HS_LOG_CLOSED')
  }

  function find(topic: string, partition: number): EmbeddedPlace {
    refuseWhenClosed()
    access.refresh()
    return findPlace(findTopic(topics, topic), topic, partition)
  }

  async function bounds(topic: string, partition: number): Promise<Bounds> {
    const { start, end } = find(topic, partition).row
    return { start, end }
  }

  async function writer(writerId: string): Promise<Writer> {
    refuseWhenClosed()
    const epoch = numberOf(await access.submit({ kind: 'open', writer: writerId }))
    let writerClosed = false
    return {
      async commit(records) {
        refuseWhenClosed()
        if (writerClosed) throw new HomeostatError('HS_LOG_CLOSED', { value: writerId })
        return positionsOf(await access.submit({ kind: 'commit', records: admit(records, topics), writer: writerId, epoch }))
      },
      async close() {
        writerClosed = true
      },
    }
  }

  return {
    id,
    formerIds: former,
    async createTopics(specs) {
      refuseWhenClosed()
      access.createTopics(specs)
    },
    async partitions() {
      refuseWhenClosed()
      access.refresh()
      return [...topics.values()].flatMap(({ places }) =>
        places.map(({ topic, partition, row: { start, end, bytes } }) => ({ topic, partition, start, end, bytes })),
      )
    },
    bounds,
    settled: bounds,
    async append(records: readonly NewRecord[]) {
      refuseWhenClosed()
      return positionsOf(await access.submit({ kind: 'append', records: admit(records, topics) }))
    },
    async read(topic, partition, from, options = {}) {
      return readBatches(store, find(topic, partition), from, options)
    },
    consumer(inputs) {
      return pollingConsumer(inputs, {
        clock,
        isClosed: () => closed,
        read: (input, from, maxBytes) => readBatches(store, find(input.topic, input.partition), from, { maxBytes }),
        wait: (waited: readonly Input[], closing, timeoutMs) =>
          access.wait([closing, ...waited.map((input) => find(input.topic, input.partition))], timeoutMs),
      })
    },
    writer,
    async join(group, listener) {
      refuseWhenClosed()
      return groups.join(group, listener)
    },
    protect: protections.protect,
    async maintain(now, retention) {
      refuseWhenClosed()
      await access.maintain(now, retention, protections)
    },
    async close() {
      if (closed) return
      closed = true
      for (const { places } of topics.values()) for (const place of places) wake(place)
      await access.close()
    },
  }
}

function positionsOf(outcome: WriteOutcome): readonly Position[] {
  if (Array.isArray(outcome)) return outcome
  throw new HomeostatError('HS_INTERNAL', { message: 'A write was answered without positions.' })
}

function numberOf(outcome: WriteOutcome): number {
  if (typeof outcome === 'number') return outcome
  throw new HomeostatError('HS_INTERNAL', { message: 'A writer was opened without an epoch.' })
}
