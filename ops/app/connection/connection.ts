import type { KafkaSettings } from '../../../streams/runtime/log/kafka/settings.ts'

/** Where an installation is: in a data folder alone, or in a Kafka cluster. */
export type Connection = EmbeddedConnection | KafkaConnection

export interface EmbeddedConnection {
  readonly kind: 'embedded'
  /** Data folder; holds the log, the database and keys. */
  readonly data: string
}

export interface KafkaConnection {
  readonly kind: 'kafka'
  /** Data folder; holds what belongs to this process alone: its name, keys, an embedded database. */
  readonly data: string
  readonly settings: KafkaSettings
  /** Undefined: ids stand in the topic `schemas` alone. */
  readonly registry: RegistryAddress | undefined
  /** Of the telemetry side and of what is copied to it. */
  readonly partitions: number
}

export interface RegistryAddress {
  readonly url: string
  readonly auth: { readonly username: string; readonly password: string } | undefined
  /** Certificates that sign the registry's, PEM; without them those of the system. */
  readonly ca?: string
}

/** A data folder alone is an embedded installation. */
export function asConnection(where: string | Connection): Connection {
  return typeof where === 'string' ? { kind: 'embedded', data: where } : where
}
