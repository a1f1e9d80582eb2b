import kafkajs, { type KafkaConfig, type SASLOptions } from 'kafkajs'
import { quietQueues } from './quiet-queues.ts'
import { type KafkaSasl, type KafkaSettings, kafkaDefaults } from './settings.ts'
import { singleSockets } from './single-sockets.ts'
import { type LineSink, tamedLines } from './tamed-lines.ts'

/**
 * What kafkajs takes, from the settings, with a kafkajs that rests when it has nothing to do and loses no sockets. Its retries end after
 * about five seconds, so that a broker that cannot be reached is a named error soon; who wants to wait longer tries again.
 */
export function clientConfig(settings: KafkaSettings, onLine: LineSink, now: () => number): KafkaConfig {
  quietQueues()
  singleSockets()
  const { brokers, clientId, connectTimeoutMs, tls, sasl } = { ...kafkaDefaults, ...settings }
  return {
    brokers: [...brokers],
    clientId,
    connectionTimeout: connectTimeoutMs,
    authenticationTimeout: 5_000,
    requestTimeout: 10_000,
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 6 },
    logLevel: kafkajs.logLevel.INFO,
    logCreator: () => tamedLines(onLine, now),
    ...(tls && { ssl: { ...tls } }),
    ...(sasl && { sasl: saslOf(sasl) }),
  }
}

function saslOf({ mechanism, username, password }: KafkaSasl): SASLOptions {
  switch (mechanism) {
    case 'plain':
      return { mechanism, username, password }
    case 'scram-sha-256':
      return { mechanism, username, password }
    case 'scram-sha-512':
      return { mechanism, username, password }
  }
}
