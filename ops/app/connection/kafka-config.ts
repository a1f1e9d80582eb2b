import { type Static, Type } from '@sinclair/typebox'
import { configSchema } from '../../../schemas/core/config.ts'

/** What can be set of a Kafka cluster. Empty texts are not set; every setting comes from the environment, three also from options. */
export const kafkaConfig = configSchema({
  brokers: text('Brokers as host:port, separated by commas; --kafka goes before it.', 'HOMEOSTAT_KAFKA_BROKERS'),
  prefix: Type.String({
    default: '',
    maxLength: 100,
    pattern: '^[a-zA-Z0-9._-]*$',
    description:
      'Put before every topic, group and transactional id, such as `prod.`; --prefix goes before it. Environment: HOMEOSTAT_KAFKA_PREFIX.',
  }),
  partitions: Type.Integer({
    default: 4,
    minimum: 1,
    maximum: 1_000,
    description:
      'Partitions of the telemetry side, and so tasks that processes share; fixed once the topics exist. Environment: HOMEOSTAT_KAFKA_PARTITIONS.',
  }),
  replication: Type.Integer({
    default: -1,
    minimum: -1,
    maximum: 32,
    description:
      "Copies of each partition of a topic that is made; -1 is the broker's default. Environment: HOMEOSTAT_KAFKA_REPLICATION.",
  }),
  manageTopics: Type.Boolean({
    default: true,
    description:
      'False where topics are made by someone else: they are only checked. Environment: HOMEOSTAT_KAFKA_MANAGE_TOPICS.',
  }),
  sessionTimeoutMs: Type.Integer({
    default: 10_000,
    minimum: 1_000,
    maximum: 300_000,
    description: 'After this silence of a process its tasks go to others. Environment: HOMEOSTAT_KAFKA_SESSION_TIMEOUT_MS.',
  }),
  tls: Type.Boolean({
    default: false,
    description: 'TLS with what the system trusts, or with the files below. Environment: HOMEOSTAT_KAFKA_TLS.',
  }),
  caFile: text('File with the certificates that sign those of the brokers, PEM.', 'HOMEOSTAT_KAFKA_CA_FILE'),
  certFile: text('File with the certificate of this client, PEM.', 'HOMEOSTAT_KAFKA_CERT_FILE'),
  keyFile: text('File with the key of this client, PEM.', 'HOMEOSTAT_KAFKA_KEY_FILE'),
  saslMechanism: Type.Union(
    [Type.Literal(''), Type.Literal('plain'), Type.Literal('scram-sha-256'), Type.Literal('scram-sha-512')],
    {
      default: '',
      description: 'How this client proves who it is. Environment: HOMEOSTAT_KAFKA_SASL_MECHANISM.',
    },
  ),
  username: text('Name for SASL.', 'HOMEOSTAT_KAFKA_SASL_USERNAME'),
  passwordFile: text(
    'File with the password for SASL; HOMEOSTAT_KAFKA_PASSWORD holds the password itself.',
    'HOMEOSTAT_KAFKA_PASSWORD_FILE',
  ),
  registry: text(
    'URL of a schema registry with the API of Confluent; without one the ids stand in the topic `schemas` alone. --registry goes before it.',
    'HOMEOSTAT_REGISTRY',
  ),
  registryCaFile: text(
    'File with the certificates that sign that of the registry, PEM; without it what the system trusts.',
    'HOMEOSTAT_REGISTRY_CA_FILE',
  ),
  registryUsername: text('Name for the registry.', 'HOMEOSTAT_REGISTRY_USERNAME'),
  registryPasswordFile: text(
    'File with the password for the registry; HOMEOSTAT_REGISTRY_PASSWORD holds the password itself.',
    'HOMEOSTAT_REGISTRY_PASSWORD_FILE',
  ),
})

export type KafkaConfig = Static<typeof kafkaConfig>

function text(description: string, variable: string) {
  return Type.String({ default: '', maxLength: 10_000, description: `${description} Environment: ${variable}.` })
}
