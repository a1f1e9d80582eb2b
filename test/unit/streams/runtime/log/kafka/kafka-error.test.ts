import kafkajs from 'kafkajs'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { HomeostatError } from '../../../../../../schemas/core/homeostat-error.ts'
import { kafkaError } from '../../../../../../streams/runtime/log/kafka/kafka-error.ts'

const context = { doing: 'committing as sense.0', topics: ['prod.a'], group: 'prod.sense', transactionalId: 'prod.sense.0' }

function protocol(type: string, message = type) {
  return Object.assign(new Error(message), { name: 'KafkaJSProtocolError', type })
}

test('should pass an error of our own unchanged', () => {
  const own = new HomeostatError('HS_LOG_CLOSED')
  assert.is(kafkaError(own, context), own)
})

test('should name what is wrapped in causes and aggregates', () => {
  const retries = Object.assign(new Error('retries'), {
    name: 'KafkaJSNumberOfRetriesExceeded',
    cause: protocol('INVALID_PRODUCER_EPOCH'),
  })
  assert.is(kafkaError(retries, context).code, 'HS_LOG_FENCED')
  const many = Object.assign(new Error('many'), { errors: [protocol('TOPIC_ALREADY_EXISTS'), protocol('KAFKA_STORAGE_ERROR')] })
  assert.is(kafkaError(many, context).code, 'HS_KAFKA_STORAGE')
})

test('should end at a cause that names itself', () => {
  const error = new Error('round')
  error.cause = error
  assert.is(kafkaError(error, context).code, 'HS_KAFKA_FAILED')
})

test('should tell each kind apart', () => {
  const named = (name: string, more = {}) => Object.assign(new Error('x'), { name, ...more })
  const cases: [unknown, string][] = [
    [protocol('INVALID_TXN_STATE'), 'HS_LOG_FENCED'],
    [protocol('KAFKAJS_UNKNOWN_ERROR_CODE', 'Unknown error code 90'), 'HS_LOG_FENCED'],
    [protocol('KAFKAJS_UNKNOWN_ERROR_CODE', 'Unknown error code 999'), 'HS_KAFKA_FAILED'],
    [protocol('MESSAGE_TOO_LARGE'), 'HS_RECORD_TOO_LARGE'],
    [protocol('NOT_ENOUGH_REPLICAS'), 'HS_KAFKA_TIMEOUT'],
    [protocol('UNKNOWN_TOPIC_OR_PARTITION'), 'HS_TOPIC_UNKNOWN'],
    [protocol('POLICY_VIOLATION'), 'HS_KAFKA_FAILED'],
    [named('KafkaJSSASLAuthenticationError'), 'HS_KAFKA_AUTH'],
    [named('KafkaJSConnectionError', { code: 'ECONNREFUSED' }), 'HS_KAFKA_UNREACHABLE'],
    [named('KafkaJSConnectionError', { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }), 'HS_KAFKA_TLS'],
    [new Error('Broker not connected'), 'HS_KAFKA_UNREACHABLE'],
    [named('KafkaJSRequestTimeoutError'), 'HS_KAFKA_TIMEOUT'],
    [new kafkajs.KafkaJSNonRetriableError('odd'), 'HS_KAFKA_FAILED'],
    ['not even an error', 'HS_KAFKA_FAILED'],
  ]
  for (const [error, code] of cases) assert.is(kafkaError(error, context).code, code, String(error))
})

test('should say what to look at where something has ended the connection', () => {
  const closed = Object.assign(new Error('Closed connection'), { name: 'KafkaJSConnectionClosedError' })
  assert.match(
    kafkaError(closed, context).message,
    /may not be a Kafka broker.*HOMEOSTAT_KAFKA_TLS.*HOMEOSTAT_KAFKA_SASL_MECHANISM/,
  )
  const refused = Object.assign(new Error('refused'), { name: 'KafkaJSConnectionError', code: 'ECONNREFUSED' })
  assert.not.match(kafkaError(refused, context).message, 'HOMEOSTAT_KAFKA_TLS')
  assert.match(kafkaError(protocol('ILLEGAL_SASL_STATE'), context).message, /asks for no user/)
})

test('should print the command that grants a missing right', () => {
  const command = (type: string) => kafkaError(protocol(type), context).message
  assert.match(command('TOPIC_AUTHORIZATION_FAILED'), /kafka-acls .*--operation Write .*--topic 'prod\.a'/)
  assert.match(command('GROUP_AUTHORIZATION_FAILED'), /--operation Read .*--group 'prod\.sense'/)
  assert.match(command('TRANSACTIONAL_ID_AUTHORIZATION_FAILED'), /--transactional-id 'prod\.sense\.0'/)
  assert.match(command('CLUSTER_AUTHORIZATION_FAILED'), /--cluster/)
})

test.run()
