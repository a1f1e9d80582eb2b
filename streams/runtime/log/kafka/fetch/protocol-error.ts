import { HomeostatError } from '../../../../../schemas/core/homeostat-error.ts'
import { kafkaError } from '../kafka-error.ts'
import { kafkaNameOf } from './kafkajs-internals.ts'

/** One of our errors for an error code in an answer, with Kafka's name of it. What passes by itself is HS_KAFKA_TIMEOUT. */
export function protocolError(errorCode: number, doing: string, topics: readonly string[]): HomeostatError {
  const type = kafkaNameOf(errorCode)
  if (PASSING.has(errorCode))
    return new HomeostatError('HS_KAFKA_TIMEOUT', { value: type, message: `Kafka is not ready while ${doing} (${type}).` })
  if (errorCode === UNKNOWN_TOPIC_OR_PARTITION || errorCode === INVALID_TOPIC)
    return new HomeostatError('HS_TOPIC_UNKNOWN', {
      value: topics.join(', '),
      message: `Kafka has no such topic while ${doing}.`,
    })
  return kafkaError(Object.assign(new Error('in an answer of the broker'), { type }), { doing, topics })
}

/** True when it is worth trying again after a look at who leads now. */
export function isPassing(error: HomeostatError): boolean {
  return error.code === 'HS_KAFKA_TIMEOUT' || error.code === 'HS_KAFKA_UNREACHABLE' || error.code === 'HS_KAFKA_STORAGE'
}

const UNKNOWN_TOPIC_OR_PARTITION = 3
const INVALID_TOPIC = 17

/**
 * LEADER_NOT_AVAILABLE, NOT_LEADER, REQUEST_TIMED_OUT, BROKER_NOT_AVAILABLE, REPLICA_NOT_AVAILABLE, NETWORK_EXCEPTION,
 * FENCED_LEADER_EPOCH, UNKNOWN_LEADER_EPOCH, OFFSET_NOT_AVAILABLE
 */
const PASSING = new Set([5, 6, 7, 8, 9, 13, 74, 75, 78])
