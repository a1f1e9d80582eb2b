import { spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import kafkajs, { type AclEntry, type Admin } from 'kafkajs'
import { findJava } from '../../../../ops/kafka/java.ts'
import { choosePorts } from '../../../../ops/kafka/ports.ts'
import type { PlannedAcl } from '../../../../streams/runtime/log/kafka/topic-plan.ts'
import { skipUnlessKafka } from '../../../support/kafka/kafka-available.ts'
import { type FreshBroker, freshBroker } from './fresh-broker.ts'

/** A broker that asks who comes, and allows nothing that was not granted. */
export interface GuardedBroker extends FreshBroker {
  /** Where it asks for a password, SASL/PLAIN. */
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
  const certificate = makeCertificate(folder)
  const port = await choosePorts(0, 3)
  const [withPassword, controller, withTls] = [port, port + 1, port + 2].map((each) => `127.0.0.1:${each}`)
  const listeners = `CLIENT://${withPassword},CONTROLLER://${controller},TLS://${withTls}`
  const broker = await freshBroker({
    folder,
    port,
    properties: {
      listeners,
      'advertised.listeners': listeners,
      'listener.security.protocol.map': 'CLIENT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT,TLS:SSL',
      'sasl.enabled.mechanisms': 'PLAIN',
      'sasl.mechanism.inter.broker.protocol': 'PLAIN',
      'listener.name.client.plain.sasl.jaas.config':
        'org.apache.kafka.common.security.plain.PlainLoginModule required username="admin" password="admin" ' +
        `user_admin="admin" user_homeostat="${PASSWORD}";`,
      'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
      'super.users': 'User:admin;User:ANONYMOUS',
      'ssl.keystore.type': 'PKCS12',
      'ssl.keystore.location': join(folder, STORE),
      'ssl.keystore.password': STORE_PASSWORD,
    },
  })
  return {
    ...broker,
    withPassword,
    withTls,
    certificate,
    grant: (acls) => asAdmin(withPassword, (admin) => admin.createAcls({ acl: acls.flatMap(entriesOf) })),
  }
}

const STORE = 'broker.p12'
const STORE_PASSWORD = 'store-password'

function makeCertificate(folder: string): string {
  const store = ['-keystore', join(folder, STORE), '-storepass', STORE_PASSWORD, '-alias', 'broker']
  keytool(['-genkeypair', '-keyalg', 'EC', '-dname', 'CN=broker', '-ext', 'SAN=IP:127.0.0.1', '-storetype', 'PKCS12', ...store])
  const file = join(folder, 'broker.pem')
  keytool(['-exportcert', '-rfc', '-file', file, ...store])
  return file
}

/** Comes with Java. */
function keytool(args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(join(dirname(findJava().program), 'keytool'), args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`keytool ${args[0]}: ${stdout}${stderr}`)
}

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
