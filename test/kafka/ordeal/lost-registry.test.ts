import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import kafkajs from 'kafkajs'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { startRegistry } from '../../../ops/kafka/registry.ts'
import { SystemTelemetryRaw, TelemetrySources } from '../../../schemas/topics.ts'
import { tcpProxy } from '../../contract/registry/tcp-proxy.ts'
import { hardships } from '../../integration/ordeal/support/hardships.ts'
import { calmHistory } from '../../integration/ordeal/support/history.ts'
import { recordsIn } from '../../integration/ordeal/support/records-in.ts'
import { runApp, stopAll } from '../../integration/ordeal/support/running-app.ts'
import { encodeForeign, framesOf } from '../../support/kafka/foreign-frames.ts'
import { startKafka } from '../../support/kafka/start-kafka.ts'
import { ownPlace } from './support/cluster.ts'
import { allTaken, allWell, troubleOf } from './support/parts.ts'
import { refused } from './support/refused.ts'

const kafka = await startKafka()
const real = new URL(kafka.registry)
const proxy = await tcpProxy(Number(real.port))
test.after(async () => {
  await stopAll()
  await proxy.close()
  await kafka.stop()
})

test('should go on without the registry, wait for it where only it knows, and then go on by itself', async () => {
  const { connection, prefix } = ownPlace(kafka.brokers, `http://127.0.0.1:${proxy.port}${real.pathname}`)
  const running = await runApp(connection, { roles: ['sources', 'stages'] })
  proxy.mode = 'cut'
  assert.is((await running.client.send(calmHistory('web-1', Date.now() - 60_000, 20))).status, 200)
  await allTaken(running)

  const topic = `${prefix}${SystemTelemetryRaw.name}`
  const frames = framesOf('foreign', 1)
  const [value] = await encodeForeign(frames, kafka.registry, topic)
  const producer = new kafkajs.Kafka({ brokers: [...kafka.brokers], logLevel: kafkajs.logLevel.NOTHING }).producer()
  await producer.connect()
  await producer.send({ topic, messages: [{ key: frames[0].key, value, partition: 0 }] })
  await producer.disconnect()
  await troubleOf(running, 'stage:sense.0', hardships.registryLost.codes)

  proxy.mode = 'pass'
  await allWell(running)
  await allTaken(running)
  await running.app.stop()
  const seen = await recordsIn(connection, TelemetrySources, 'SourceSeen')
  assert.equal(seen.map(({ value: { source } }) => source).sort(), ['foreign-0', 'web-1'])
})

test('should not start on a registry in which ids mean something else, and write nothing into it', async () => {
  const { args } = ownPlace(kafka.brokers)
  const known = await refused([...args, '--registry', kafka.registry])
  assert.is(known.code, undefined, known.text)
  const folder = mkdtempSync(join(tmpdir(), 'homeostat-registry-'))
  const empty = await startRegistry({ folder })
  const { code, text, tookMs } = await refused([...args, '--registry', empty.url])
  assert.is(code, hardships.registryIds.codes[0], text)
  assert.ok(tookMs < 15_000)
  assert.match(text, 'homeostat schemas register --restore')
  assert.equal(await (await fetch(`${empty.url}/subjects`)).json(), [])
  await empty.stop()
  rmSync(folder, { recursive: true })
})

test.run()
