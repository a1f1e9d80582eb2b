import { Value } from '@sinclair/typebox/value'
import { configure } from '../../../schemas/core/config.ts'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import type { ConnectionFlags } from './connection-flags.ts'
import { type KafkaConfig, kafkaConfig } from './kafka-config.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/**
 * Where each setting stands in the environment. All begin with our own name: what other tools of a shell call `KAFKA_BROKERS` must not turn
 * an installation in a data folder into one that writes to that cluster.
 */
export const kafkaVariables: Readonly<Record<keyof KafkaConfig, string>> = {
  brokers: 'HOMEOSTAT_KAFKA_BROKERS',
  prefix: 'HOMEOSTAT_KAFKA_PREFIX',
  partitions: 'HOMEOSTAT_KAFKA_PARTITIONS',
  replication: 'HOMEOSTAT_KAFKA_REPLICATION',
  manageTopics: 'HOMEOSTAT_KAFKA_MANAGE_TOPICS',
  sessionTimeoutMs: 'HOMEOSTAT_KAFKA_SESSION_TIMEOUT_MS',
  tls: 'HOMEOSTAT_KAFKA_TLS',
  caFile: 'HOMEOSTAT_KAFKA_CA_FILE',
  certFile: 'HOMEOSTAT_KAFKA_CERT_FILE',
  keyFile: 'HOMEOSTAT_KAFKA_KEY_FILE',
  saslMechanism: 'HOMEOSTAT_KAFKA_SASL_MECHANISM',
  username: 'HOMEOSTAT_KAFKA_SASL_USERNAME',
  passwordFile: 'HOMEOSTAT_KAFKA_PASSWORD_FILE',
  registry: 'HOMEOSTAT_REGISTRY',
  registryCaFile: 'HOMEOSTAT_REGISTRY_CA_FILE',
  registryUsername: 'HOMEOSTAT_REGISTRY_USERNAME',
  registryPasswordFile: 'HOMEOSTAT_REGISTRY_PASSWORD_FILE',
}

/**
 * The settings from options and environment; an option goes before the variable.
 * @throws HS_CONFIG_INVALID that names the variable
 */
export function kafkaSettingsFrom(flags: ConnectionFlags, env: Environment): KafkaConfig {
  const given: Record<string, unknown> = {}
  for (const [key, variable] of Object.entries(kafkaVariables)) {
    const text = env[variable] ?? ''
    if (text !== '') given[key] = asWanted(key, variable, text)
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
