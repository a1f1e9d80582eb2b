import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import kafkajs, { type AclEntry, type Admin } from 'kafkajs'
import { choosePorts } from '../../../../ops/kafka/ports.ts'
import type { PlannedAcl } from '../../../../streams/runtime/log/kafka/topic-plan.ts'
import { skipUnlessKafka } from '../../../support/kafka/kafka-available.ts'
import { makeCertificate } from '../../../support/kafka/make-certificate.ts'
import { type FreshBroker, freshBroker } from './fresh-broker.ts'

/** A broker that asks who comes, and allows nothing that was not granted. */
export interface GuardedBroker extends FreshBroker {
  /** Where it asks for a password: SASL, by each of the mechanisms that Homeostat knows. */
  readonly withPassword: string
  /** Where it speaks TLS, with a certificate that it has signed itself. */
  readonly withTls: string
  /** PEM file of that certificate. */
  readonly certificate: string
  grant(acls: readonly PlannedAcl[]): Promise<void>
}

export const PASSWORD = 'right-password'

/** Users are `admin`, who may do everything, and `homeostat`. */
export async function guardedBroker(): Promise<GuardedBroker> {
  skipUnlessKafka()
  const folder = mkdtempSync(join(tmpdir(), 'homeostat-guarded-'))
  const { store, password, pem } = makeCertificate(folder, 'broker')
  const port = await choosePorts(0, 3)
  const [withPassword, controller, withTls] = [port, port + 1, port + 2].map((each) => `127.0.0.1:${each}`)
  const listeners = `CLIENT://${withPassword},CONTROLLER://${controller},TLS://${withTls}`
  const broker = await freshBroker({
    folder,
    port,
    format: ['256', '512'].flatMap((bits) => ['--add-scram', `SCRAM-SHA-${bits}=[name=homeostat,password=${PASSWORD}]`]),
    properties: {
      listeners,
      'advertised.listeners': listeners,
      'listener.security.protocol.map': 'CLIENT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT,TLS:SSL',
      'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
      'sasl.mechanism.inter.broker.protocol': 'PLAIN',
      'listener.name.client.plain.sasl.jaas.config':
        'org.apache.kafka.common.security.plain.PlainLoginModule required username="admin" password="admin" ' +
        `user_admin="admin" user_homeostat="${PASSWORD}";`,
      'listener.name.client.scram-sha-256.sasl.jaas.config': SCRAM_LOGIN,
      'listener.name.client.scram-sha-512.sasl.jaas.config': SCRAM_LOGIN,
      'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
      'super.users': 'User:admin;User:ANONYMOUS',
      'ssl.keystore.type': 'PKCS12',
      'ssl.keystore.location': store,
      'ssl.keystore.password': password,
    },
  })
  return {
    ...broker,
    withPassword,
    withTls,
    certificate: pem,
    grant: (acls) => asAdmin(withPassword, (admin) => admin.createAcls({ acl: acls.flatMap(entriesOf) })),
  }
}

const SCRAM_LOGIN = 'org.apache.kafka.common.security.scram.ScramLoginModule required;'

async function asAdmin(address: string, work: (admin: Admin) => Promise<unknown>): Promise<void> {
  const sasl = { mechanism: 'plain', username: 'admin', password: 'admin' } as const
  const admin = new kafkajs.Kafka({ brokers: [address], sasl, logLevel: kafkajs.logLevel.NOTHING }).admin()
  await admin.connect()
  try {
    await work(admin)
  } finally {
    await admin.disconnect()
  }
}

function entriesOf({ principal, resource, name, pattern, operations }: PlannedAcl): AclEntry[] {
  return operations.map((operation) => ({
    principal,
    host: '*',
    resourceType: resources[resource],
    resourceName: name,
    resourcePatternType: kafkajs.ResourcePatternTypes[pattern === 'literal' ? 'LITERAL' : 'PREFIXED'],
    operation: operationNumbers[operation],
    permissionType: kafkajs.AclPermissionTypes.ALLOW,
  }))
}

const resources = {
  topic: kafkajs.AclResourceTypes.TOPIC,
  group: kafkajs.AclResourceTypes.GROUP,
  'transactional-id': kafkajs.AclResourceTypes.TRANSACTIONAL_ID,
  cluster: kafkajs.AclResourceTypes.CLUSTER,
}

const operationNumbers: Readonly<Record<string, number>> = {
  Read: kafkajs.AclOperationTypes.READ,
  Write: kafkajs.AclOperationTypes.WRITE,
  Create: kafkajs.AclOperationTypes.CREATE,
  Describe: kafkajs.AclOperationTypes.DESCRIBE,
  DescribeConfigs: kafkajs.AclOperationTypes.DESCRIBE_CONFIGS,
  IdempotentWrite: kafkajs.AclOperationTypes.IDEMPOTENT_WRITE,
}
