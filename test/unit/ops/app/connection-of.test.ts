import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { connectionOf } from '../../../../ops/app/connection/connection-of.ts'
import { kafkaConfig } from '../../../../ops/app/connection/kafka-config.ts'
import { kafkaVariables } from '../../../../ops/app/connection/kafka-environment.ts'
import { HomeostatError } from '../../../../schemas/core/homeostat-error.ts'

const folder = mkdtempSync(join(tmpdir(), 'connection-'))
test.after(() => rmSync(folder, { recursive: true }))
const data = 'data'

test('should be a data folder as long as no brokers are named', () => {
  assert.equal(connectionOf({ data }, { HOMEOSTAT_KAFKA_PREFIX: 'prod.' }), { kind: 'embedded', data })
})

test('should not take for its own what other tools read from the environment', () => {
  const env = { KAFKA_BROKERS: 'a:1', KAFKA_REGISTRY: 'http://b:2', SCHEMA_REGISTRY_URL: 'http://b:2', BOOTSTRAP_SERVERS: 'a:1' }
  assert.equal(connectionOf({ data }, env), { kind: 'embedded', data })
  for (const variable of Object.values(kafkaVariables)) assert.match(variable, /^HOMEOSTAT_/)
})

test('should take brokers, registry and prefix from options before the environment', () => {
  const env = {
    HOMEOSTAT_KAFKA_BROKERS: 'a:1',
    HOMEOSTAT_REGISTRY: 'http://b:2',
    HOMEOSTAT_KAFKA_PREFIX: 'c.',
    HOMEOSTAT_KAFKA_PARTITIONS: '8',
  }
  assert.equal(connectionOf({ data }, env), {
    kind: 'kafka',
    data,
    settings: { brokers: ['a:1'], prefix: 'c.', replication: -1, manageTopics: true, sessionTimeoutMs: 10_000 },
    registry: { url: 'http://b:2', auth: undefined },
    partitions: 8,
  })
  const given = connectionOf({ data, kafka: 'x:1, y:2,[::1]:3', registry: 'https://z', prefix: 'p.' }, env)
  assert.ok(given.kind === 'kafka')
  assert.equal(given.settings.brokers, ['x:1', 'y:2', '[::1]:3'])
  assert.equal([given.settings.prefix, given.registry?.url], ['p.', 'https://z'])
})

test('should read secrets from files and from the environment', () => {
  for (const [name, content] of [
    ['password', 'secret\n'],
    ['ca', 'CA'],
    ['cert', 'CERT'],
    ['key', 'KEY'],
  ]) {
    writeFileSync(join(folder, name), content)
  }
  const connection = connectionOf(
    { data, kafka: 'a:1' },
    {
      HOMEOSTAT_KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512',
      HOMEOSTAT_KAFKA_SASL_USERNAME: 'homeostat',
      HOMEOSTAT_KAFKA_PASSWORD_FILE: join(folder, 'password'),
      HOMEOSTAT_KAFKA_CA_FILE: join(folder, 'ca'),
      HOMEOSTAT_KAFKA_CERT_FILE: join(folder, 'cert'),
      HOMEOSTAT_KAFKA_KEY_FILE: join(folder, 'key'),
      HOMEOSTAT_KAFKA_MANAGE_TOPICS: 'false',
      HOMEOSTAT_REGISTRY: 'http://b:2',
      HOMEOSTAT_REGISTRY_CA_FILE: join(folder, 'ca'),
      HOMEOSTAT_REGISTRY_USERNAME: 'reader',
      HOMEOSTAT_REGISTRY_PASSWORD: 'other',
    },
  )
  assert.ok(connection.kind === 'kafka')
  assert.equal(connection.settings.sasl, { mechanism: 'scram-sha-512', username: 'homeostat', password: 'secret' })
  assert.equal(connection.settings.tls, { ca: 'CA', cert: 'CERT', key: 'KEY' })
  assert.is(connection.settings.manageTopics, false)
  assert.equal(connection.registry, { url: 'http://b:2', auth: { username: 'reader', password: 'other' }, ca: 'CA' })
})

test('should use TLS with what the system trusts when asked', () => {
  const connection = connectionOf({ data, kafka: 'a:1' }, { HOMEOSTAT_KAFKA_TLS: 'true' })
  assert.ok(connection.kind === 'kafka')
  assert.equal(connection.settings.tls, {})
})

for (const [wrong, flags, env, names] of [
  ['a broker without a port', { kafka: 'localhost' }, {}, 'host:port'],
  ['a port out of range', { kafka: 'localhost:70000' }, {}, 'host:port'],
  ['an empty broker', { kafka: 'a:1,' }, {}, 'host:port'],
  ['a URL as broker', { kafka: 'http://a:1' }, {}, 'host:port'],
  ['a registry without Kafka', { registry: 'http://b:2' }, {}, '--kafka'],
  ['a prefix without Kafka', { prefix: 'p' }, {}, '--kafka'],
  ['a registry that is no URL', { kafka: 'a:1', registry: 'b:2' }, {}, 'http://'],
  ['a registry with a password', { kafka: 'a:1', registry: 'http://u:p@b:2' }, {}, 'HOMEOSTAT_REGISTRY_USERNAME'],
  [
    'a registry user without password',
    { kafka: 'a:1', registry: 'http://b:2' },
    { HOMEOSTAT_REGISTRY_USERNAME: 'u' },
    'belong together',
  ],
  ['too many partitions', { kafka: 'a:1' }, { HOMEOSTAT_KAFKA_PARTITIONS: '5000' }, 'HOMEOSTAT_KAFKA_PARTITIONS'],
  ['partitions that are no number', { kafka: 'a:1' }, { HOMEOSTAT_KAFKA_PARTITIONS: 'four' }, 'HOMEOSTAT_KAFKA_PARTITIONS'],
  ['an unknown mechanism', { kafka: 'a:1' }, { HOMEOSTAT_KAFKA_SASL_MECHANISM: 'gssapi' }, 'HOMEOSTAT_KAFKA_SASL_MECHANISM'],
  [
    'a mechanism without a name',
    { kafka: 'a:1' },
    { HOMEOSTAT_KAFKA_SASL_MECHANISM: 'plain', HOMEOSTAT_KAFKA_PASSWORD: 'x' },
    'HOMEOSTAT_KAFKA_SASL_USERNAME',
  ],
  [
    'a mechanism without a password',
    { kafka: 'a:1' },
    { HOMEOSTAT_KAFKA_SASL_MECHANISM: 'plain', HOMEOSTAT_KAFKA_SASL_USERNAME: 'u' },
    'HOMEOSTAT_KAFKA_PASSWORD',
  ],
  ['a name without a mechanism', { kafka: 'a:1' }, { HOMEOSTAT_KAFKA_SASL_USERNAME: 'u' }, 'HOMEOSTAT_KAFKA_SASL_MECHANISM'],
  ['a certificate without its key', { kafka: 'a:1' }, { HOMEOSTAT_KAFKA_CERT_FILE: 'x' }, 'HOMEOSTAT_KAFKA_KEY_FILE'],
  ['a prefix that Kafka does not allow', { kafka: 'a:1', prefix: 'a/b' }, {}, 'prefix'],
  ['a file that is not there', { kafka: 'a:1' }, { HOMEOSTAT_KAFKA_CA_FILE: '/nowhere' }, 'HOMEOSTAT_KAFKA_CA_FILE'],
] as const) {
  test(`should refuse ${wrong}, and say what to write`, () => {
    try {
      connectionOf({ data, ...flags }, env)
      assert.unreachable()
    } catch (error) {
      if (!(error instanceof HomeostatError)) throw error
      assert.match(error.message, names)
      assert.match(error.code, /^HS_(CONFIG_INVALID|FILE_UNREADABLE)$/)
    }
  })
}

test('should describe every setting with the variable that it comes from', () => {
  for (const [key, variable] of Object.entries(kafkaVariables)) {
    assert.match(kafkaConfig.properties[key as keyof typeof kafkaVariables].description ?? '', variable)
  }
})

test.run()
