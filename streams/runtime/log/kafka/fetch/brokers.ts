import { codeOf, HomeostatError } from '../../../../../schemas/core/homeostat-error.ts'
import type { Address, BrokerConnection, Exchange, Internals, MetadataAnswer } from './kafkajs-internals.ts'
import { metadata, metadataWithIds } from './metadata.ts'
import type { Place } from './place.ts'
import { protocolError } from './protocol-error.ts'
import { createTopicIds, type TopicIds } from './topic-ids.ts'

/** Connections to the brokers of a cluster, and who leads which partition. Tries nothing again: that is up to its users. */
export interface Brokers {
  /**
   * Asks the first broker that answers who leads the partitions of these topics.
   *
   * @throws HS_TOPIC_UNKNOWN, HS_TOPIC_REPLACED, HS_KAFKA_FORBIDDEN; an error of kafkajs when no broker answers
   */
  refresh(topics: readonly string[]): Promise<void>
  /** Asks the first broker that answers what each of them knows. @throws as `refresh` */
  ask<T>(exchange: Exchange<T>): Promise<T>
  /**
   * The id of the broker that leads; NOBODY during an election. Only for topics that were refreshed.
   *
   * @throws HS_TOPIC_UNKNOWN when there is no such partition
   */
  leaderOf(place: Place): number
  /** Whether it has this request at all; connects first when needed. */
  speaks(broker: number, apiKey: number): Promise<boolean>
  /** Connects first when needed. A broker that does not answer is disconnected, so that the next request begins anew. */
  send<T>(broker: number, exchange: Exchange<T>): Promise<T>
  close(): Promise<void>
}

export const NOBODY = -1

/** @param ids those that the topics must have; default: what is seen first here */
export function createBrokers(internals: Internals, ids: TopicIds = createTopicIds()): Brokers {
  const known = new Map<number, Known>()
  const leaders = new Map<string, ReadonlyMap<number, number>>()
  let seeds = 0
  let tellIds = true
  let closed = false

  /** What goes on in the background when the log is closed must not connect again: nobody would end these connections. */
  function refuseWhenClosed() {
    if (closed) throw new HomeostatError('HS_LOG_CLOSED')
  }

  /** Known brokers first, those that are connected before others, then those of the configuration, beginning with another each time. */
  async function ask<T>(exchange: Exchange<T>): Promise<T> {
    let last: unknown
    for (const [id, one] of byConnected(known)) {
      refuseWhenClosed()
      try {
        return await using(id, one, (connection) => exchangeWith(connection, exchange))
      } catch (error) {
        last = error
      }
    }
    const addresses = await internals.seeds()
    for (let tried = 0; tried < addresses.length; tried++) {
      refuseWhenClosed()
      const seed = await internals.broker(addresses[seeds++ % addresses.length])
      try {
        return await exchangeWith(seed, exchange)
      } catch (error) {
        last = error
      } finally {
        disconnect(seed)
      }
    }
    throw last
  }

  /** A cluster that tells no ids is asked without: then nobody notices that a topic was made again. */
  async function lookUp(topics: readonly string[]): Promise<MetadataAnswer> {
    if (!tellIds) return ask(metadata(topics))
    try {
      return await ask(metadataWithIds(topics))
    } catch (error) {
      if (codeOf(error) !== 'HS_KAFKA_FAILED') throw error
      tellIds = false
      return ask(metadata(topics))
    }
  }

  /** A connection that failed is not used again: it would end its new socket when it is done with the old one. */
  async function renew(id: number, { address, connection }: Known) {
    disconnect(connection)
    if (!closed && known.get(id)?.connection === connection)
      known.set(id, { address, connection: await internals.broker(address) })
  }

  async function using<T>(id: number, one: Known, use: (connection: BrokerConnection) => Promise<T>): Promise<T> {
    try {
      return await use(one.connection)
    } catch (error) {
      await renew(id, one)
      throw error
    } finally {
      if (closed) disconnect(one.connection) // it may have connected since
    }
  }

  async function learn({ brokers }: MetadataAnswer) {
    refuseWhenClosed()
    const addresses = new Map(brokers.map(({ nodeId, host, port }) => [nodeId, { host, port }]))
    for (const [id, { address, connection }] of known) {
      const now = addresses.get(id)
      if (now?.host === address.host && now.port === address.port) continue
      known.delete(id)
      disconnect(connection)
    }
    for (const [id, address] of addresses)
      if (!known.has(id)) known.set(id, { address, connection: await internals.broker(address) })
  }

  async function withBroker<T>(broker: number, use: (connection: BrokerConnection) => Promise<T>): Promise<T> {
    refuseWhenClosed()
    const one = known.get(broker)
    if (one === undefined) throw protocolError(LEADER_NOT_AVAILABLE, `asking broker ${broker}`, [])
    return using(broker, one, use)
  }

  return {
    ask,
    async refresh(topics) {
      const answer = await lookUp(topics)
      await learn(answer)
      for (const { topic, topicErrorCode, topicId, partitionMetadata } of answer.topicMetadata) {
        if (topicErrorCode !== 0 && topicErrorCode !== LEADER_NOT_AVAILABLE)
          throw protocolError(topicErrorCode, `looking up the topic ${topic}`, [topic])
        if (topicId !== undefined) ids.see(topic, topicId)
        leaders.set(topic, new Map(partitionMetadata.map(({ partitionId, leader }) => [partitionId, leader])))
      }
    },
    leaderOf({ topic, partition }) {
      const leader = leaders.get(topic)?.get(partition)
      if (leader === undefined) throw unknownPartition(topic, partition)
      return known.has(leader) ? leader : NOBODY
    },
    speaks: (broker, apiKey) =>
      withBroker(broker, async (connection) => {
        if (!connection.isConnected()) await connection.connect()
        return connection.versions?.[apiKey] !== undefined
      }),
    send: (broker, exchange) => withBroker(broker, (connection) => exchangeWith(connection, exchange)),
    async close() {
      closed = true
      const connections = [...known.values()].map(({ connection }) => connection)
      known.clear()
      await Promise.allSettled(connections.map((connection) => connection.disconnect()))
    },
  }
}

interface Known {
  readonly address: Address
  readonly connection: BrokerConnection
}

const LEADER_NOT_AVAILABLE = 5

function byConnected(known: ReadonlyMap<number, Known>): [number, Known][] {
  return [...known].sort(([, a], [, b]) => Number(b.connection.isConnected()) - Number(a.connection.isConnected()))
}

/**
 * Connects when needed.
 *
 * @throws HS_KAFKA_FAILED when the broker does not speak this version of the request; an error of kafkajs
 */
export async function exchangeWith<T>(connection: BrokerConnection, exchange: Exchange<T>): Promise<T> {
  if (!connection.isConnected()) await connection.connect()
  const { apiKey, apiVersion, apiName } = exchange.request
  const spoken = connection.versions?.[apiKey]
  if (spoken !== undefined && (spoken.minVersion > apiVersion || spoken.maxVersion < apiVersion))
    throw new HomeostatError('HS_KAFKA_FAILED', {
      value: spoken.maxVersion,
      limit: apiVersion,
      message: `The broker does not speak ${apiName} version ${apiVersion}; Kafka 2.3 or later is needed.`,
    })
  return connection.connectionPool.send(exchange)
}

/** In the background: it waits for what is under way; a connection that is broken anyway has nothing more to say. */
function disconnect(connection: BrokerConnection): void {
  connection.disconnect().catch(() => {})
}

function unknownPartition(topic: string, partition: number): HomeostatError {
  return new HomeostatError('HS_TOPIC_UNKNOWN', {
    value: partition,
    message: `The topic ${topic} has no partition ${partition}.`,
  })
}
