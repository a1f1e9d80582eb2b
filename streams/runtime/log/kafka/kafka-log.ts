import { randomUUID } from 'node:crypto'
import kafkajs, { type Admin } from 'kafkajs'
import { HomeostatError } from '../../../../schemas/core/homeostat-error.ts'
import { Installation } from '../../../../schemas/topics.ts'
import { type Clock, systemClock } from '../../ports/clock.ts'
import type { Consumer, Log, Membership, PartitionInfo, Position } from '../log.ts'
import { createEdge } from './append.ts'
import { clientConfig } from './client.ts'
import { createTopics } from './create-topics.ts'
import { createDirectory } from './directory.ts'
import { createBrokers } from './fetch/brokers.ts'
import { createReading } from './fetch/create-reading.ts'
import { kafkajsInternals } from './fetch/kafkajs-internals.ts'
import { placeKey } from './fetch/place.ts'
import { createTopicIds } from './fetch/topic-ids.ts'
import type { MemberMemory } from './group/former-member.ts'
import { joinGroup } from './group/group-membership.ts'
import { createMender } from './hanging/mender.ts'
import type { InstallationPorts } from './installation-topic.ts'
import { createWriters, type WritingParts } from './kafka-writer.ts'
import { createKnownTopics } from './known-topics.ts'
import { ensureLogId } from './log-id.ts'
import type { KafkaObserver } from './observer.ts'
import { createProducers } from './producers.ts'
import { requireRight } from './require-right.ts'
import { type KafkaSettings, kafkaDefaults } from './settings.ts'
import type { LineSink } from './tamed-lines.ts'
import { installationSpec } from './topic-plan.ts'
import { createTransactors } from './transactors.ts'
import { within } from './within.ts'

export interface KafkaLogOptions {
  /** Default: the system's. Arrival times are the broker's, whatever this says. */
  readonly clock?: Clock
  /** Takes the lines of the client's log; default: none. */
  readonly onLine?: LineSink
  readonly observer?: KafkaObserver
  /** Makes a start after a crash quick; default: nothing is remembered. */
  readonly members?: MemberMemory
}

const CLOSE_MS = 5_000

const noMemory: MemberMemory = { recall: () => undefined, remember() {} }

/**
 * A log on a Kafka cluster. Names of the port are put behind the prefix here and nowhere above. Retention and compaction are the
 * broker's: `maintain` and `protect` do nothing.
 *
 * @throws HS_KAFKA_* when the cluster cannot be used, within 15 seconds; HS_TOPIC_* when `installation` is not as it must be;
 *   HS_LOG_ID_FOREIGN
 */
export async function openKafkaLog(settings: KafkaSettings, options: KafkaLogOptions = {}): Promise<Log> {
  const { clock = systemClock, onLine = () => undefined, observer = {}, members = noMemory } = options
  const {
    prefix,
    sessionTimeoutMs,
    transactionTimeoutMs,
    instance = randomUUID(),
    id: fixedId,
  } = { ...kafkaDefaults, ...settings }
  const now = () => clock.now()
  const config = clientConfig(settings, onLine, now)
  const internals = kafkajsInternals(config)
  const kafka = new kafkajs.Kafka(config)
  const admin = observedAdmin(kafka.admin(), observer)
  const ids = createTopicIds()
  const brokers = createBrokers(internals, ids)
  const writtenBy = new Map<string, string>()
  const reading = createReading({
    internals,
    brokers,
    ids,
    clock,
    async overdue(place) {
      const id = writtenBy.get(placeKey(place))
      if (id !== undefined) await transactors.mend(id)
    },
  })
  const directory = createDirectory(admin, prefix, now)
  const producers = createProducers(config, transactionTimeoutMs, observer)
  const ours = new Set<string>([Installation.name])
  /** Without a prefix others may have topics beside ours. */
  const places = async (mayBeOld: boolean) => {
    const topics = mayBeOld ? await directory.refresh() : await directory.topics([])
    return [...topics].flatMap(([name, topic]) => (prefix !== '' || ours.has(name) ? topic.places : []))
  }
  const transactors = createTransactors({
    producers,
    observer,
    clock,
    mender: createMender({ brokers, places, observer, onLine, transactionTimeoutMs }),
    requireRight: (id) => requireRight(internals, 'transactional-id', id),
  })
  const wrote = (positions: readonly Position[], id: string) => {
    const next = new Map<string, Position>()
    for (const position of positions) next.set(`${position.topic} ${position.partition}`, position) // the last one of each partition
    for (const { topic, partition, offset } of next.values()) {
      reading.wrote(`${prefix}${topic}`, partition, offset + 1)
      writtenBy.set(placeKey({ topic: `${prefix}${topic}`, partition }), id)
    }
  }
  const writing: WritingParts = {
    producers,
    directory,
    prefix,
    observer,
    wrote,
    transactors,
  }
  const edge = createEdge(writing, instance)
  const writers = createWriters(writing)
  const memberships = new Set<Membership>()
  let closed = false

  function refuseWhenClosed() {
    if (closed) throw new HomeostatError('HS_LOG_CLOSED')
  }

  async function close() {
    if (closed) return
    closed = true
    transactors.close()
    const bound = new AbortController()
    const parts = [...[...memberships].map((membership) => membership.leave()), edge.close(), writers.close(), reading.close()]
    const ended = Promise.allSettled(parts).then(() => admin.disconnect().catch(() => undefined))
    await Promise.race([ended, clock.sleep(CLOSE_MS, bound.signal)])
    bound.abort()
  }

  const read: Log['read'] = async (topic, partition, from, readOptions) => {
    refuseWhenClosed()
    return reading.read(`${prefix}${topic}`, partition, from, readOptions)
  }

  const itself: InstallationPorts = { read: (from) => read(Installation.name, 0, from), append: edge.append, now }
  const known = createKnownTopics({ ids, brokers, prefix, ports: itself })

  async function open(): Promise<string> {
    await within({ doing: 'connecting to the cluster' }, () => admin.connect())
    await createTopics(admin, [installationSpec], settings)
    await directory.refresh()
    return ensureLogId(itself, fixedId)
  }

  let id: string
  try {
    id = await open()
  } catch (error) {
    await close()
    throw error
  }

  return {
    id,
    formerIds: [],
    async createTopics(specs) {
      refuseWhenClosed()
      await known.recall(id)
      await createTopics(admin, specs, settings, ids)
      await directory.refresh()
      await known.confirm(specs.map(({ topic }) => topic.name))
      for (const { topic } of specs) ours.add(topic.name)
      if (settings.instance !== undefined) edge.lookBack()
    },
    async partitions() {
      refuseWhenClosed()
      const topics = await directory.refresh()
      const ours = [...topics].filter(([name]) => name !== Installation.name)
      const places = ours.flatMap(([name, { places: all }]) => all.map((place) => ({ name, place })))
      const bounds = await reading.boundsOf(places.map(({ place }) => place))
      return places.map(
        ({ name, place }, at): PartitionInfo => ({ topic: name, partition: place.partition, ...bounds[at], bytes: undefined }),
      )
    },
    async bounds(topic, partition) {
      refuseWhenClosed()
      return reading.bounds(`${prefix}${topic}`, partition)
    },
    async settled(topic, partition) {
      refuseWhenClosed()
      return reading.settled(`${prefix}${topic}`, partition)
    },
    async append(records) {
      refuseWhenClosed()
      return edge.append(records)
    },
    read,
    consumer(inputs): Consumer {
      refuseWhenClosed()
      return reading.consumer(inputs.map((input) => ({ ...input, topic: `${prefix}${input.topic}` })))
    },
    async writer(writerId) {
      refuseWhenClosed()
      return writers.open(writerId)
    },
    async join(group, listener) {
      refuseWhenClosed()
      const parts = { kafka, clock, prefix, sessionTimeoutMs, observer, onLine, internals, members }
      const membership = await joinGroup(parts, group, listener)
      if (closed) {
        await membership.leave() // it came about while the log was closed
        throw new HomeostatError('HS_LOG_CLOSED')
      }
      memberships.add(membership)
      return {
        ...membership,
        async leave() {
          memberships.delete(membership)
          await membership.leave()
        },
      }
    },
    protect() {},
    async maintain() {
      refuseWhenClosed()
    },
    close,
  }
}

function observedAdmin(admin: Admin, observer: KafkaObserver): Admin {
  admin.on(admin.events.REQUEST, ({ payload }) => observer.request?.(payload.apiName, payload.duration))
  return admin
}
