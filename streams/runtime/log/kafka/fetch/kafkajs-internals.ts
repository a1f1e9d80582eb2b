import { createRequire } from 'node:module'
import type { Socket } from 'node:net'
import type { ISocketFactory, KafkaConfig, logCreator } from 'kafkajs'

/**
 * The one place that reaches into kafkajs: its broker connections, which bring TLS, SASL, correlation, throttling and time-outs, and
 * the encoders of some requests. The shapes below are those of kafkajs 2.2.4, its last release; the package is pinned to it, and a
 * test fails when another one is installed.
 */
export interface Internals {
  /** Makes the connections to one broker, two sockets, opened when needed: Fetch has one for itself. */
  broker(address: Address): Promise<BrokerConnection>
  /** The addresses of the configuration, in the order in which they are to be tried. */
  seeds(): Promise<readonly Address[]>
}

export interface Address {
  readonly host: string
  readonly port: number
}

export interface BrokerConnection {
  /** What the broker speaks, by the number of the request; null until connected. */
  readonly versions: Readonly<Record<number, { minVersion: number; maxVersion: number }>> | null
  readonly connectionPool: { send<T>(exchange: Exchange<T>): Promise<T> }
  isConnected(): boolean
  connect(): Promise<void>
  /** Waits for the requests that are under way. */
  disconnect(): Promise<void>
}

export interface Exchange<T> {
  readonly request: EncodedRequest
  readonly response: { decode(payload: Buffer): Promise<T>; parse(data: T): Promise<T> }
  /** Milliseconds. */
  readonly requestTimeout?: number
  readonly logResponseError?: boolean
}

/** A request as kafkajs encodes it: number, version, name and bytes. */
export type EncodedRequest = { readonly apiKey: number; readonly apiVersion: number; readonly apiName: string }

/** What opens the sockets: kafkajs's own, unless the configuration has another. */
export function socketFactoryOf({ socketFactory }: KafkaConfig): ISocketFactory {
  return socketFactory ?? load<() => ISocketFactory>('network/socketFactory')()
}

/** A request that kafkajs has no encoder for, from the bytes that stand behind the name of the client. */
export function rawRequest(apiKey: number, apiVersion: number, apiName: string, bytes: Buffer): EncodedRequest {
  const Encoder = load<EncoderClass>('protocol/encoder')
  return Object.assign({ apiKey, apiVersion, apiName }, { encode: async () => new Encoder().writeBuffer(bytes) })
}

export function kafkajsInternals(config: KafkaConfig): Internals {
  const socketFactory = socketFactoryOf(config)
  const logger = load<LoggerFactory>('loggers').createLogger({
    level: config.logLevel,
    logCreator: config.logCreator ?? load<logCreator>('loggers/console'),
  })
  const pools = load<PoolBuilder>('cluster/connectionPoolBuilder')({ connectionTimeout: 1_000, ...config, socketFactory, logger })
  const Broker = load<BrokerClass>('broker')
  return {
    async broker(address) {
      const connectionPool = await pools.build(address)
      const { authenticationTimeout } = config
      return new Broker({ connectionPool, logger, allowAutoTopicCreation: false, authenticationTimeout })
    },
    async seeds() {
      const brokers = typeof config.brokers === 'function' ? await config.brokers() : config.brokers
      return brokers.map(addressOf)
    },
  }
}

export const requests = {
  metadata: load<(options: { topics: readonly string[]; allowAutoTopicCreation: boolean }) => EncodedRequest>(
    'protocol/requests/metadata/v6/request',
  ),
  listOffsets: load<(options: ListOffsetsOptions) => EncodedRequest>('protocol/requests/listOffsets/v3/request'),
  fetch: load<(options: FetchOptions) => EncodedRequest>('protocol/requests/fetch/v11/request'),
  findCoordinator: load<(options: { coordinatorKey: string; coordinatorType: number }) => EncodedRequest>(
    'protocol/requests/findCoordinator/v1/request',
  ),
  initProducerId: load<(options: { transactionalId: string; transactionTimeout: number }) => EncodedRequest>(
    'protocol/requests/initProducerId/v1/request',
  ),
  leaveGroup: load<(options: { groupId: string; memberId: string }) => EncodedRequest>('protocol/requests/leaveGroup/v0/request'),
}

/** The decoders of the answers that are not on the hot path; those of kafkajs, without its habit to throw for the first error in them. */
export const responses = {
  metadata: load<Decoder<MetadataAnswer>>('protocol/requests/metadata/v6/response').decode,
  listOffsets: load<Decoder<ListOffsetsAnswer>>('protocol/requests/listOffsets/v3/response').decode,
  findCoordinator: load<Decoder<CoordinatorAnswer>>('protocol/requests/findCoordinator/v1/response').decode,
  initProducerId: load<Decoder<{ readonly errorCode: number }>>('protocol/requests/initProducerId/v1/response').decode,
  leaveGroup: load<Decoder<{ readonly errorCode: number }>>('protocol/requests/leaveGroup/v0/response').decode,
}

/** What kafkajs keeps the requests of a connection in, of all connections of this process. */
export const requestQueue = load<{ readonly prototype: RequestQueue }>('network/requestQueue').prototype

/** One connection of kafkajs, of all of this process. */
export const connection = load<{ readonly prototype: SocketConnection }>('network/connection').prototype

/** Kafka's name of an error code, such as NOT_LEADER_FOR_PARTITION; the bare number when kafkajs does not know it. */
export function kafkaNameOf(errorCode: number): string {
  return errorNames.get(errorCode) ?? `error ${errorCode}`
}

export interface SocketConnection {
  /** What `connect` has opened last; undefined before. */
  readonly socket?: Socket
  /** Opens a socket, also while it is opening one already. */
  connect(): Promise<boolean>
}

export interface RequestQueue {
  /** What waits because the broker asked for patience, or because enough is under way. */
  readonly pending: readonly object[]
  scheduleCheckPendingRequests(): void
}

export interface MetadataAnswer {
  readonly brokers: readonly { nodeId: number; host: string; port: number }[]
  readonly topicMetadata: readonly {
    topic: string
    topicErrorCode: number
    /** In hexadecimal; undefined where the broker does not tell. */
    topicId?: string
    partitionMetadata: readonly { partitionErrorCode: number; partitionId: number; leader: number }[]
  }[]
}

export interface CoordinatorAnswer {
  readonly errorCode: number
  readonly coordinator: Address & { readonly nodeId: number }
}

export interface ListOffsetsAnswer {
  readonly responses: readonly {
    topic: string
    partitions: readonly { partition: number; errorCode: number; offset: string }[]
  }[]
}

export interface ListOffsetsOptions {
  readonly replicaId: number
  readonly isolationLevel: number
  readonly topics: readonly { topic: string; partitions: readonly { partition: number; timestamp: number }[] }[]
}

export interface FetchOptions {
  readonly replicaId: number
  readonly maxWaitTime: number
  readonly minBytes: number
  readonly maxBytes: number
  readonly isolationLevel: number
  readonly topics: readonly {
    topic: string
    partitions: readonly { partition: number; fetchOffset: number; maxBytes: number }[]
  }[]
}

type Decoder<T> = { decode(payload: Buffer): Promise<T> }
type Logger = object
type LoggerFactory = { createLogger(options: { level: number | undefined; logCreator: logCreator }): Logger }
type PoolBuilder = (options: object) => { build(address: Address): Promise<object> }
type EncoderClass = new () => { writeBuffer(bytes: Buffer): object }
type BrokerClass = new (options: object) => BrokerConnection

const errorNames = new Map(
  load<{ errorCodes: readonly { code: number; type: string }[] }>('protocol/error').errorCodes.map(({ code, type }) => [
    code,
    type,
  ]),
)

/** The shape is the caller's word; the pinned version and the tests against a broker hold it. */
function load<T>(module: string): T {
  return createRequire(import.meta.url)(`kafkajs/src/${module}`) as T
}

/** Knows `host:port` and `[::1]:port`. */
function addressOf(broker: string): Address {
  const colon = broker.lastIndexOf(':')
  return { host: broker.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(broker.slice(colon + 1)) }
}
