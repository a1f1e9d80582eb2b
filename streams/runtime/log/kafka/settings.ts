/** How to reach a Kafka cluster and which part of it belongs to this installation. */
export interface KafkaSettings {
  /** host:port of at least one broker. */
  readonly brokers: readonly string[]
  /** How the broker names this process in its logs and quotas; default `homeostat`. */
  readonly clientId?: string
  /** Put before every topic, group and transactional id, such as `prod.`; default nothing. */
  readonly prefix?: string
  /** Certificates as PEM text; `{}` for TLS with what the system trusts. */
  readonly tls?: KafkaTls
  readonly sasl?: KafkaSasl
  /** Copies of each partition; default the broker's own default. */
  readonly replication?: number
  /** False where topics are made by someone else: they are checked only. Default true. */
  readonly manageTopics?: boolean
  /** After this silence of a member its tasks go to others, in milliseconds; default 10,000, the broker's floor is 6,000. */
  readonly sessionTimeoutMs?: number
  /** Default 3,000 milliseconds. */
  readonly connectTimeoutMs?: number
  /** After this an open transaction is aborted by the broker, in milliseconds; default 10,000, the broker's largest is 900,000. */
  readonly transactionTimeoutMs?: number
  /** Names the producer of the edges, so that a restart ends a transaction that was left open; default random. */
  readonly instance?: string
  /** The id that the log must have; it is written when the log has none yet. */
  readonly id?: string
}

export interface KafkaTls {
  readonly ca?: string
  readonly cert?: string
  readonly key?: string
  /** False accepts any certificate: for tests alone. Default true. */
  readonly rejectUnauthorized?: boolean
}

export interface KafkaSasl {
  readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512'
  readonly username: string
  readonly password: string
}

export const kafkaDefaults = {
  clientId: 'homeostat',
  prefix: '',
  /** Kafka's way to say: the broker's default. */
  replication: -1,
  manageTopics: true,
  sessionTimeoutMs: 10_000,
  connectTimeoutMs: 3_000,
  transactionTimeoutMs: 10_000,
} as const
