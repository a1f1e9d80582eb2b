import type { ErrorCode } from '../../../../schemas/core/error-catalogue.ts'
import { HomeostatError } from '../../../../schemas/core/homeostat-error.ts'
import { isTlsProblem } from '../../../../schemas/core/is-tls-problem.ts'
import { LARGEST_BATCH_BYTES } from './topic-settings.ts'

/** What was being done, as far as the place knows; it goes into the message. */
export interface KafkaContext {
  /** As in "while committing as sense.0". */
  readonly doing: string
  readonly topics?: readonly string[]
  readonly group?: string
  readonly transactionalId?: string
}

/** The parts of kafkajs's errors that say something; none is sure to be there. */
interface Traits {
  readonly name: string
  readonly message: string
  readonly type: string | undefined
  readonly code: string | undefined
  readonly topic: string | undefined
}

/** Gives an error of kafkajs one of our codes, with Kafka's own name in the message; one of ours passes unchanged. */
export function kafkaError(error: unknown, context: KafkaContext): HomeostatError {
  if (error instanceof HomeostatError) return error
  const chain = traitsOf(error)
  for (const traits of chain) {
    const code = codeFor(traits)
    if (code !== undefined) return named(code, traits, context, error)
  }
  const traits = chain.find(({ type }) => type !== undefined) ?? chain.at(-1) ?? unknownTraits(error)
  return named('HS_KAFKA_FAILED', traits, context, error)
}

function named(code: ErrorCode, traits: Traits, context: KafkaContext, cause: unknown): HomeostatError {
  const kafka = `${traits.type ?? traits.code ?? traits.name}: ${traits.message}`
  const message = `Kafka refused or failed while ${context.doing} (${kafka}).${hint(code, traits, context)}`
  return new HomeostatError(code, { value: traits.type ?? traits.code ?? traits.name, message, cause })
}

/** What to run, where that is known. */
function hint(code: ErrorCode, traits: Traits, { topics = [], group, transactionalId }: KafkaContext): string {
  const { type, topic } = traits
  if (code === 'HS_KAFKA_UNREACHABLE') return isCutOff(traits) ? CUT_OFF : ''
  if (type === 'MESSAGE_TOO_LARGE' || type === 'RECORD_LIST_TOO_LARGE') return raiseLimit(topics)
  if (type === 'ILLEGAL_SASL_STATE') return ' The broker asks for no user and password on this port.'
  if (code !== 'HS_KAFKA_FORBIDDEN') return ''
  const grant = (resource: string, operations: string) =>
    ` An administrator grants it with: kafka-acls --bootstrap-server BROKER --add --allow-principal User:NAME ${operations} ${resource}`
  switch (type) {
    case 'GROUP_AUTHORIZATION_FAILED':
      return grant(`--group ${quoted(group)}`, '--operation Read --operation Describe')
    case 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED':
      return grant(`--transactional-id ${quoted(transactionalId)}`, '--operation Write --operation Describe')
    case 'CLUSTER_AUTHORIZATION_FAILED':
      return grant('--cluster', '--operation Create --operation IdempotentWrite')
    default:
      return grant(
        (topic === undefined ? topics : [topic]).map((name) => `--topic ${quoted(name)}`).join(' '),
        '--operation Read --operation Write --operation Describe --operation DescribeConfigs',
      )
  }
}

/** The connection was taken and then ended by the other side. */
function isCutOff({ name, code }: Traits): boolean {
  return name === 'KafkaJSConnectionClosedError' || code === 'ECONNRESET' || code === 'EPIPE'
}

const CUT_OFF =
  ' What listens there has ended the connection: it may be stopping, it may not be a Kafka broker, or it asks for TLS (HOMEOSTAT_KAFKA_TLS) or a' +
  ' password (HOMEOSTAT_KAFKA_SASL_MECHANISM) that it was not given, or the other way round.'

/** Our own limit comes first, so it is a lower one of a topic. */
function raiseLimit(topics: readonly string[]): string {
  return ` One of the topics ${topics.join(', ')} takes less in one batch than Homeostat writes. Raise its limit with: kafka-configs --bootstrap-server BROKER --alter --entity-type topics --entity-name TOPIC --add-config max.message.bytes=${LARGEST_BATCH_BYTES}`
}

function quoted(name: string | undefined): string {
  return `'${name ?? 'NAME'}'`
}

function codeFor({ name, type, code, message }: Traits): ErrorCode | undefined {
  const kafka = type === undefined ? undefined : byType[type]
  if (kafka !== undefined) return kafka
  if (type === 'KAFKAJS_UNKNOWN_ERROR_CODE') return byNumber[message.replace('Unknown error code ', '')]
  if (/SASL/.test(name)) return 'HS_KAFKA_AUTH'
  if (isTlsProblem(code, message)) return 'HS_KAFKA_TLS'
  // What kafkajs throws, without a name of its own, when a broker has taken the connection and never answered.
  if (message === 'Broker not connected') return 'HS_KAFKA_UNREACHABLE'
  return byName[name]
}

const byType: Readonly<Record<string, ErrorCode>> = {
  INVALID_PRODUCER_EPOCH: 'HS_LOG_FENCED',
  PRODUCER_FENCED: 'HS_LOG_FENCED',
  INVALID_TXN_STATE: 'HS_LOG_FENCED',
  INVALID_PRODUCER_ID_MAPPING: 'HS_LOG_FENCED',
  TRANSACTION_COORDINATOR_FENCED: 'HS_LOG_FENCED',
  CONCURRENT_TRANSACTIONS: 'HS_LOG_FENCED', // it lasts although kafkajs tries again: a newer producer is on its way
  MESSAGE_TOO_LARGE: 'HS_RECORD_TOO_LARGE',
  RECORD_LIST_TOO_LARGE: 'HS_RECORD_TOO_LARGE',
  KAFKA_STORAGE_ERROR: 'HS_KAFKA_STORAGE',
  LOG_DIR_NOT_FOUND: 'HS_KAFKA_STORAGE',
  SASL_AUTHENTICATION_FAILED: 'HS_KAFKA_AUTH',
  UNSUPPORTED_SASL_MECHANISM: 'HS_KAFKA_AUTH',
  ILLEGAL_SASL_STATE: 'HS_KAFKA_AUTH',
  TOPIC_AUTHORIZATION_FAILED: 'HS_KAFKA_FORBIDDEN',
  GROUP_AUTHORIZATION_FAILED: 'HS_KAFKA_FORBIDDEN',
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED: 'HS_KAFKA_FORBIDDEN',
  CLUSTER_AUTHORIZATION_FAILED: 'HS_KAFKA_FORBIDDEN',
  UNKNOWN_TOPIC_OR_PARTITION: 'HS_TOPIC_UNKNOWN',
  REQUEST_TIMED_OUT: 'HS_KAFKA_TIMEOUT',
  NOT_ENOUGH_REPLICAS: 'HS_KAFKA_TIMEOUT',
  NOT_ENOUGH_REPLICAS_AFTER_APPEND: 'HS_KAFKA_TIMEOUT',
  LEADER_NOT_AVAILABLE: 'HS_KAFKA_TIMEOUT',
  NOT_LEADER_FOR_PARTITION: 'HS_KAFKA_TIMEOUT',
  GROUP_COORDINATOR_NOT_AVAILABLE: 'HS_KAFKA_TIMEOUT',
  GROUP_LOAD_IN_PROGRESS: 'HS_KAFKA_TIMEOUT',
  NOT_COORDINATOR_FOR_GROUP: 'HS_KAFKA_TIMEOUT',
  NOT_CONTROLLER: 'HS_KAFKA_TIMEOUT',
}

/** Codes that kafkajs does not know by name. */
const byNumber: Readonly<Record<string, ErrorCode>> = {
  90: 'HS_LOG_FENCED', // PRODUCER_FENCED
}

const byName: Readonly<Record<string, ErrorCode>> = {
  KafkaJSConnectionError: 'HS_KAFKA_UNREACHABLE',
  KafkaJSConnectionClosedError: 'HS_KAFKA_UNREACHABLE',
  KafkaJSBrokerNotFound: 'HS_KAFKA_UNREACHABLE',
  KafkaJSNoBrokerAvailableError: 'HS_KAFKA_UNREACHABLE',
  KafkaJSGroupCoordinatorNotFound: 'HS_KAFKA_TIMEOUT',
  KafkaJSRequestTimeoutError: 'HS_KAFKA_TIMEOUT',
  KafkaJSTimeout: 'HS_KAFKA_TIMEOUT',
  KafkaJSLockTimeout: 'HS_KAFKA_TIMEOUT',
  KafkaJSMetadataNotLoaded: 'HS_KAFKA_TIMEOUT',
  KafkaJSTopicMetadataNotLoaded: 'HS_TOPIC_UNKNOWN',
}

/** The error and what is wrapped in it, causes and parts of an aggregate, outermost first; nothing twice. */
function traitsOf(error: unknown): Traits[] {
  const seen = new Set<unknown>()
  const traits: Traits[] = []
  for (const queue = [error]; queue.length > 0 && seen.size < 20; ) {
    const one = queue.shift()
    if (typeof one !== 'object' || one === null || seen.has(one)) continue
    seen.add(one)
    traits.push({
      name: textIn(one, 'name') ?? 'Error',
      message: textIn(one, 'message') ?? '',
      type: textIn(one, 'type'),
      code: textIn(one, 'code'),
      topic: textIn(one, 'topic'),
    })
    if ('errors' in one && Array.isArray(one.errors)) queue.push(...one.errors)
    if ('cause' in one) queue.push(one.cause)
  }
  return traits
}

function textIn(holder: object, name: string): string | undefined {
  const value: unknown = Reflect.get(holder, name)
  return typeof value === 'string' ? value : undefined
}

function unknownTraits(error: unknown): Traits {
  return { name: 'Error', message: String(error), type: undefined, code: undefined, topic: undefined }
}
