import { Value } from '@sinclair/typebox/value'
import { configure } from '../../../schemas/core/config.ts'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import type { ConnectionFlags } from './connection-flags.ts'
import { type KafkaConfig, kafkaConfig } from './kafka-config.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** Where each setting stands in the environment; the first that is set counts. */
export const kafkaVariables: Readonly<Record<keyof KafkaConfig, readonly string[]>> = {
  brokers: ['KAFKA_BROKERS'],
  prefix: ['KAFKA_PREFIX'],
  partitions: ['KAFKA_PARTITIONS'],
  replication: ['KAFKA_REPLICATION'],
  manageTopics: ['KAFKA_MANAGE_TOPICS'],
  sessionTimeoutMs: ['KAFKA_SESSION_TIMEOUT_MS'],
  tls: ['KAFKA_TLS'],
  caFile: ['KAFKA_CA_FILE'],
  certFile: ['KAFKA_CERT_FILE'],
  keyFile: ['KAFKA_KEY_FILE'],
  saslMechanism: ['KAFKA_SASL_MECHANISM'],
  username: ['KAFKA_SASL_USERNAME'],
  passwordFile: ['KAFKA_PASSWORD_FILE'],
  registry: ['KAFKA_REGISTRY', 'SCHEMA_REGISTRY_URL'],
  registryUsername: ['KAFKA_REGISTRY_USERNAME'],
  registryPasswordFile: ['KAFKA_REGISTRY_PASSWORD_FILE'],
}

/**
 * The settings from options and environment; an option goes before the variable.
 * @throws HS_CONFIG_INVALID that names the variable
 */
export function kafkaSettingsFrom(flags: ConnectionFlags, env: Environment): KafkaConfig {
  const given: Record<string, unknown> = {}
  for (const [key, variables] of Object.entries(kafkaVariables)) {
    const variable = variables.find((name) => (env[name] ?? '') !== '')
    if (variable !== undefined) given[key] = asWanted(key, variable, env[variable] ?? '')
  }
  if (flags.kafka) given.brokers = flags.kafka
  if (flags.registry) given.registry = flags.registry
  if (flags.prefix) given.prefix = flags.prefix
  return configure('kafka', kafkaConfig, given)
}

/** A text from the environment as the schema wants it. */
function asWanted(key: string, variable: string, text: string): unknown {
  const schema = kafkaConfig.properties[key as keyof KafkaConfig] // keys of kafkaVariables
  const value = Value.Convert(schema, schema.anyOf ? text.toLowerCase() : text)
  const problem = Value.Errors(schema, value).First()
  if (problem === undefined) return value
  const message = `${variable}=${text}: ${problem.message}. \`homeostat config kafka\` prints what is allowed.`
  throw new HomeostatError('HS_CONFIG_INVALID', { value: text, message })
}
