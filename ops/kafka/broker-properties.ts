import { join } from 'node:path'

export interface NodePlace {
  /** From 1. */
  readonly node: number
  readonly nodes: number
  /** Of the first broker; each has the next two: for clients, and for the controllers among themselves. */
  readonly firstPort: number
  readonly folder: string
}

/**
 * The `server.properties` of one broker, which is a controller too (KRaft, combined mode). Everything is on loopback. The internal topics
 * are small, groups form at once and short session time-outs are allowed; a broker that was killed may come back after 3 s.
 *
 * @param more the last word; the clients' listener is called CLIENT, so that it can be given another protocol
 */
export function brokerProperties(place: NodePlace, more: Readonly<Record<string, string>> = {}): string {
  const { node, nodes, folder } = place
  const copies = String(nodes < 3 ? 1 : 3)
  const inSync = String(nodes < 3 ? 1 : 2)
  const voters = Array.from({ length: nodes }, (_, index) => `${index + 1}@127.0.0.1:${clientPort(place, index + 1) + 1}`)
  const listeners = `CLIENT://127.0.0.1:${clientPort(place, node)},CONTROLLER://127.0.0.1:${clientPort(place, node) + 1}`
  const properties = {
    'process.roles': 'broker,controller',
    'node.id': String(node),
    'controller.quorum.voters': voters.join(','),
    listeners,
    'advertised.listeners': listeners,
    'inter.broker.listener.name': 'CLIENT',
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': join(folder, 'data'),
    'num.partitions': '1',
    'default.replication.factor': copies,
    'min.insync.replicas': inSync,
    'offsets.topic.replication.factor': copies,
    'offsets.topic.num.partitions': '5',
    'transaction.state.log.replication.factor': copies,
    'transaction.state.log.min.isr': inSync,
    'transaction.state.log.num.partitions': '5',
    'share.coordinator.state.topic.replication.factor': copies,
    'share.coordinator.state.topic.min.isr': inSync,
    'share.coordinator.state.topic.num.partitions': '1',
    'group.initial.rebalance.delay.ms': '0',
    'group.min.session.timeout.ms': '1000',
    'broker.session.timeout.ms': '3000',
    'broker.heartbeat.interval.ms': '500',
    'auto.create.topics.enable': 'false',
    'log.cleaner.dedupe.buffer.size': '2097152',
    ...more,
  }
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')
}

/** Where clients reach a broker. */
export function clientPort({ firstPort }: Pick<NodePlace, 'firstPort'>, node: number): number {
  return firstPort + 2 * (node - 1)
}

export const PORTS_A_NODE = 2
