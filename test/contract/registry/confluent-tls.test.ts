import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { confluentRegistry } from '../../../schemas/registry/confluent-registry.ts'
import { makeCertificate } from '../../support/kafka/make-certificate.ts'
import { startKafka } from '../../support/kafka/start-kafka.ts'
import { tlsProxy } from '../../support/kafka/tls-proxy.ts'
import { codeFrom, messageFrom, newName, record, shapeOf, x, y } from './suite.ts'

const servers = await startKafka()
const folder = mkdtempSync(join(tmpdir(), 'homeostat-registry-tls-'))
const [own, other] = [makeCertificate(folder, 'registry'), makeCertificate(folder, 'somebody-else')]
const { port, pathname } = new URL(servers.registry)
const proxy = await tlsProxy(Number(port), own)
const url = `https://127.0.0.1:${proxy.port}${pathname}`
test.after(async () => {
  proxy.close()
  rmSync(folder, { recursive: true })
  await servers.stop()
})

test('should register and read over TLS with the authority that it is given', async () => {
  const registry = confluentRegistry({ url, ca: readFileSync(own.pem, 'utf8') })
  const subject = newName()
  const id = await registry.register(subject, record(subject, x))
  assert.is(await registry.register(subject, record(subject, x)), id)
  const later = await registry.register(subject, record(subject, x, y))
  assert.equal(shapeOf(await registry.schemaOf(later)), shapeOf(record(subject, x, y)))
})

test('should name a registry that its authority has not signed, or that nobody known has', async () => {
  for (const ca of [readFileSync(other.pem, 'utf8'), undefined]) {
    const registry = confluentRegistry({ url, ca })
    const subject = newName()
    assert.is(await codeFrom(registry.register(subject, record(subject, x))), 'HS_REGISTRY_TLS')
    assert.match(await messageFrom(registry.schemaOf(1)), 'HOMEOSTAT_REGISTRY_CA_FILE')
  }
})

test('should name a registry that speaks no TLS, and one that is no registry without', async () => {
  assert.is(
    await codeFrom(confluentRegistry({ url: servers.registry.replace('http:', 'https:') }).schemaOf(1)),
    'HS_REGISTRY_TLS',
  )
  const plain = confluentRegistry({ url: url.replace('https:', 'http:') })
  assert.is(await codeFrom(plain.schemaOf(1)), 'HS_REGISTRY_UNAVAILABLE')
})

test.run()
