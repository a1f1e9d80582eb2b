import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { readTextFile } from '../../../schemas/core/read-text-file.ts'
import type { KafkaSasl, KafkaTls } from '../../../streams/runtime/log/kafka/settings.ts'
import type { Connection, RegistryAddress } from './connection.ts'
import type { ConnectionFlags } from './connection-flags.ts'
import type { KafkaConfig } from './kafka-config.ts'
import { type Environment, kafkaSettingsFrom } from './kafka-environment.ts'

/**
 * Where the installation is, by options and environment: a Kafka cluster as soon as brokers are named, otherwise the data folder alone.
 * Passwords and keys come from files or the environment, never from an option: every user of a machine sees the options of a process.
 *
 * @throws HS_CONFIG_INVALID with the variable or option that is wrong; HS_FILE_UNREADABLE
 */
export function connectionOf(flags: ConnectionFlags, env: Environment): Connection {
  const config = kafkaSettingsFrom(flags, env)
  const { data } = flags
  if (config.brokers === '') {
    const wanting = flags.registry !== undefined ? '--registry' : flags.prefix !== undefined ? '--prefix' : undefined
    if (wanting) throw invalid(wanting, `${wanting} belongs to Kafka: name the brokers with --kafka or HOMEOSTAT_KAFKA_BROKERS.`)
    return { kind: 'embedded', data }
  }
  const { prefix, replication, manageTopics, sessionTimeoutMs, partitions } = config
  const tls = tlsOf(config)
  const sasl = saslOf(config, env)
  const settings = {
    brokers: brokersOf(config.brokers),
    prefix,
    replication,
    manageTopics,
    sessionTimeoutMs,
    ...(tls && { tls }),
    ...(sasl && { sasl }),
  }
  return { kind: 'kafka', data, settings, registry: registryOf(config, env), partitions }
}

function brokersOf(text: string): readonly string[] {
  return text.split(',').map((part) => {
    const broker = part.trim()
    const [, port = ''] = /^(?:[^\s:[\]]+|\[[0-9a-f:]+\]):(\d{1,5})$/i.exec(broker) ?? []
    if (port !== '' && Number(port) > 0 && Number(port) <= 65_535) return broker
    throw invalid(broker, `"${broker}" is no broker: write host:port, several separated by commas.`)
  })
}

function tlsOf({ tls, caFile, certFile, keyFile }: KafkaConfig): KafkaTls | undefined {
  if ((certFile === '') !== (keyFile === ''))
    throw invalid(certFile || keyFile, 'HOMEOSTAT_KAFKA_CERT_FILE and HOMEOSTAT_KAFKA_KEY_FILE belong together.')
  if (!tls && caFile === '' && certFile === '') return undefined
  return {
    ...(caFile !== '' && { ca: readTextFile(caFile, 'HOMEOSTAT_KAFKA_CA_FILE') }),
    ...(certFile !== '' && { cert: readTextFile(certFile, 'HOMEOSTAT_KAFKA_CERT_FILE') }),
    ...(keyFile !== '' && { key: readTextFile(keyFile, 'HOMEOSTAT_KAFKA_KEY_FILE') }),
  }
}

function saslOf({ saslMechanism, username, passwordFile }: KafkaConfig, env: Environment): KafkaSasl | undefined {
  if (saslMechanism === '') {
    if (username !== '') throw invalid(username, 'HOMEOSTAT_KAFKA_SASL_USERNAME needs HOMEOSTAT_KAFKA_SASL_MECHANISM.')
    return undefined
  }
  const password = passwordOf('HOMEOSTAT_KAFKA_PASSWORD', passwordFile, env)
  if (username === '' || password === undefined) {
    const wanting =
      username === '' ? 'HOMEOSTAT_KAFKA_SASL_USERNAME' : 'HOMEOSTAT_KAFKA_PASSWORD_FILE or HOMEOSTAT_KAFKA_PASSWORD'
    throw invalid(saslMechanism, `HOMEOSTAT_KAFKA_SASL_MECHANISM needs ${wanting} too.`)
  }
  return { mechanism: saslMechanism, username, password }
}

/** @throws HS_CONFIG_INVALID, HS_FILE_UNREADABLE */
export function registryOf(
  { registry, registryCaFile, registryUsername, registryPasswordFile }: KafkaConfig,
  env: Environment,
): RegistryAddress | undefined {
  if (registry === '') return undefined
  const url = URL.canParse(registry) ? new URL(registry) : undefined
  if (url === undefined || !['http:', 'https:'].includes(url.protocol))
    throw invalid(registry, `"${registry}" is no URL of a registry: write http://host:port/path.`)
  if (url.username !== '' || url.password !== '')
    throw invalid(
      url.host,
      'The URL of the registry holds a password: use HOMEOSTAT_REGISTRY_USERNAME and HOMEOSTAT_REGISTRY_PASSWORD_FILE.',
    )
  const password = passwordOf('HOMEOSTAT_REGISTRY_PASSWORD', registryPasswordFile, env)
  if ((registryUsername === '') !== (password === undefined))
    throw invalid(registryUsername, 'HOMEOSTAT_REGISTRY_USERNAME and the password of the registry belong together.')
  return {
    url: registry,
    auth: password === undefined ? undefined : { username: registryUsername, password },
    ...(registryCaFile !== '' && { ca: readTextFile(registryCaFile, 'HOMEOSTAT_REGISTRY_CA_FILE') }),
  }
}

function passwordOf(variable: string, file: string, env: Environment): string | undefined {
  if (file !== '') return readTextFile(file, `${variable}_FILE`).replace(/\r?\n$/, '')
  return env[variable] || undefined
}

function invalid(value: string, message: string): HomeostatError {
  return new HomeostatError('HS_CONFIG_INVALID', { value, message })
}
