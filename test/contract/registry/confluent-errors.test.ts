import { createServer } from 'node:http'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { createCodec } from '../../../schemas/codec/create-codec.ts'
import { fullNames } from '../../../schemas/generated/records.ts'
import { confluentRegistry } from '../../../schemas/registry/confluent-registry.ts'
import { recordedRegistry } from '../../../schemas/registry/recorded-registry.ts'
import { startKafka } from '../../support/kafka/start-kafka.ts'
import { memoryStore } from './memory-store.ts'
import { codeFrom, messageFrom, newName, record, shapeOf, x, y } from './suite.ts'
import { tcpProxy } from './tcp-proxy.ts'

const servers = await startKafka()
const proxy = await tcpProxy(Number(new URL(servers.registry).port))
const remote = confluentRegistry({ url: servers.registry })
const proxied = confluentRegistry({ url: `http://127.0.0.1:${proxy.port}${new URL(servers.registry).pathname}/`, timeoutMs: 300 })
test.before.each(() => {
  proxy.mode = 'pass'
})
test.after(async () => {
  await proxy.close()
  await servers.stop()
})

test('should say within its bound that the registry is gone or mute, and go on when it is back', async () => {
  const subject = newName()
  const id = await proxied.register(subject, record(subject, x))
  for (const mode of ['cut', 'mute'] as const) {
    proxy.mode = mode
    const started = performance.now()
    assert.is(await codeFrom(proxied.schemaOf(id)), 'HS_REGISTRY_UNAVAILABLE')
    assert.is(await codeFrom(proxied.register(subject, record(subject, x, y))), 'HS_REGISTRY_UNAVAILABLE')
    assert.is(await codeFrom(proxied.versions(subject)), 'HS_REGISTRY_UNAVAILABLE')
    assert.ok(performance.now() - started < 15_000, 'three bounds of 300 ms, and not for ever')
    proxy.mode = 'pass'
    assert.equal(shapeOf(await proxied.schemaOf(id)), shapeOf(record(subject, x)))
  }
})

test('should go on reading what stands in the log while the registry is gone', async () => {
  const store = memoryStore()
  const writer = await createCodec({ registry: await recordedRegistry({ remote: proxied, store }) })
  const bytes = writer.encode('Tick', { at: 5_000 })
  const subject = newName()
  const foreign = await remote.register(subject, record(subject, x))

  proxy.mode = 'cut'
  const lost: string[] = []
  const registry = await recordedRegistry({ remote: proxied, store, onLost: (error) => lost.push(error.code) })
  assert.equal(lost, ['HS_REGISTRY_UNAVAILABLE'])
  const reader = await createCodec({ registry })
  assert.equal(reader.decode(bytes), { type: 'Tick', value: { at: 5_000 } })
  assert.is(await codeFrom(registry.schemaOf(foreign)), 'HS_REGISTRY_UNAVAILABLE')
  assert.is(await codeFrom(registry.register(subject, record(subject, x, y))), 'HS_REGISTRY_UNAVAILABLE')

  proxy.mode = 'pass'
  assert.equal(shapeOf(await registry.schemaOf(foreign)), shapeOf(record(subject, x)))
  assert.is(store.entries.find((entry) => entry.id === foreign)?.subject, subject)
})

test('should read frames of a producer that uses the default subject, and keep its schema in the log', async () => {
  const store = memoryStore()
  const codec = await createCodec({ registry: await recordedRegistry({ remote, store }) })
  const bytes = codec.encode('Frame', { source: 'web-1', at: 5_000, metrics: { cpu: 0.5 }, labels: {} })
  const schema = { ...(await remote.schemaOf(bytes.readUInt32BE(1))), doc: newName() } // a comment makes it another schema there
  const subject = `${newName()}-value`
  bytes.writeUInt32BE(await remote.put(subject, schema), 1)
  assert.not.ok(codec.knows(bytes))
  await codec.learn(bytes)
  const { value } = codec.decode(bytes)
  assert.is('source' in value && value.source, 'web-1')
  assert.is(store.entries.at(-1)?.subject, subject)
  assert.not.equal(subject, fullNames.Frame)
})

test('should name a schema that is not Avro, so that its records become letters', async () => {
  const answer = await fetch(`${servers.registry}/subjects/${newName()}/versions`, {
    method: 'POST',
    headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
    body: JSON.stringify({
      schemaType: 'PROTOBUF',
      schema: `syntax = "proto3"; message ${newName().slice(9)} { string a = 1; }`,
    }),
  })
  const { id } = (await answer.json()) as { id: number } // the registry's own answer
  assert.is(await codeFrom(remote.schemaOf(id)), 'HS_SCHEMA_NOT_AVRO')
  const codec = await createCodec({ registry: await recordedRegistry({ remote, store: memoryStore() }) })
  const header = Buffer.alloc(6)
  header.writeUInt32BE(id, 1)
  assert.is(await codeFrom(codec.learn(header)), 'HS_SCHEMA_NOT_AVRO')
})

test('should put together a schema whose parts stand in other subjects', async () => {
  const part = newName()
  await remote.put(part, record(part, x))
  const whole = newName()
  const answer = await fetch(`${servers.registry}/subjects/${whole}/versions`, {
    method: 'POST',
    headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
    body: JSON.stringify({
      schema: JSON.stringify(record(whole, { name: 'part', type: part })),
      references: [{ name: part, subject: part, version: 1 }],
    }),
  })
  const { id } = (await answer.json()) as { id: number } // the registry's own answer
  assert.match(JSON.stringify(await remote.schemaOf(id)), /"part","type":\{"name":"contract\.R[0-9a-f]+","type":"record"/)
})

test('should not change the compatibility that someone has set, but name it', async () => {
  const subject = newName()
  await remote.register(subject, record(subject, x))
  await setCompatibility(subject, 'NONE')
  const refused = remote.register(subject, record(subject, { name: 'x', type: 'string' }))
  assert.is(await codeFrom(refused), 'HS_REGISTRY_COMPATIBILITY')
  assert.match(await messageFrom(remote.register(subject, record(subject, x, y))), /to NONE and not to BACKWARD_TRANSITIVE/)
  await setCompatibility(subject, 'FULL_TRANSITIVE')
  await remote.register(subject, record(subject, x, y))
  await setCompatibility(subject, 'BACKWARD')
  await remote.setCompatibility(subject)
  await remote.register(subject, record(subject, x, y))
})

test('should name an address at which something else answers, and not take its 404 for an unknown schema', async () => {
  const elsewhere = confluentRegistry({ url: new URL(servers.registry).origin })
  assert.is(await codeFrom(elsewhere.schemaOf(1)), 'HS_REGISTRY_FOREIGN')
  assert.is(await codeFrom(elsewhere.register('a.R', record('a.R', x))), 'HS_REGISTRY_FOREIGN')
})

test('should tell a refused password, a busy server and an answer of another form apart', async () => {
  const given = { status: 401, text: '{"error_code":401,"message":"Unauthorized"}' }
  let authorization: string | undefined
  const server = createServer((request, response) => {
    authorization = request.headers.authorization
    response.writeHead(given.status, { 'content-type': 'application/json' }).end(given.text)
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
  const registry = confluentRegistry({ url, auth: { username: 'me', password: 'wrong' } })
  assert.is(await codeFrom(registry.schemaOf(1)), 'HS_REGISTRY_AUTH')
  assert.is(authorization, `Basic ${Buffer.from('me:wrong').toString('base64')}`)
  for (const [status, text, code] of [
    [403, '{"error_code":40301,"message":"User is denied operation Write"}', 'HS_REGISTRY_AUTH'],
    [503, '<html>', 'HS_REGISTRY_UNAVAILABLE'],
    [429, '{}', 'HS_REGISTRY_UNAVAILABLE'],
    [200, '<html>', 'HS_REGISTRY_FOREIGN'],
    [200, '{"id":1}', 'HS_REGISTRY_FOREIGN'],
    [200, '{"schema":"{"}', 'HS_SCHEMA_UNSUPPORTED'],
    [404, '{"error_code":40403,"message":"Schema not found"}', 'HS_SCHEMA_UNKNOWN'],
  ] as const) {
    Object.assign(given, { status, text })
    assert.is(await codeFrom(registry.schemaOf(1)), code, `${status} ${text}`)
  }
  server.close()
})

async function setCompatibility(subject: string, compatibility: string): Promise<void> {
  const answer = await fetch(`${servers.registry}/config/${subject}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
    body: JSON.stringify({ compatibility }),
  })
  assert.ok(answer.ok)
}

test.run()
