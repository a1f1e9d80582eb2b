import kafkajs from 'kafkajs'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { encodeForeign, framesOf, sourcesOf } from '../../support/kafka/foreign-frames.ts'
import { senseOnKafka } from '../../support/kafka/sense-on-kafka.ts'
import { startKafka } from '../../support/kafka/start-kafka.ts'

const kafka = await startKafka()
const sense = await senseOnKafka(kafka, `foreign-kafkajs-${process.pid}.`)
const producer = new kafkajs.Kafka({ brokers: [...kafka.brokers], logLevel: kafkajs.logLevel.NOTHING }).producer()
await producer.connect()
test.after(async () => {
  await producer.disconnect()
  await sense.stop()
  await kafka.stop()
})

for (const [name, compression] of [
  ['none', kafkajs.CompressionTypes.None],
  ['gzip', kafkajs.CompressionTypes.GZIP],
] as const) {
  test(`should take in the frames of a plain kafkajs producer, compression ${name}`, async () => {
    const frames = framesOf(name, 12)
    const values = await encodeForeign(frames, kafka.registry, sense.frames)
    const messages = frames.map(({ key }, index) => ({ key, value: values[index] }))
    await producer.send({ topic: sense.frames, messages, compression })
    assert.equal(await sense.sources(name, frames.length), sourcesOf(frames))
  })
}

test('should find in a batch of many frames what was written, whichever schema its id names', async () => {
  const frames = framesOf('many', 300)
  const values = await encodeForeign(frames, kafka.registry, sense.frames)
  const before = (await sense.log.bounds('system.telemetry.raw', 3)).end
  const messages = frames.map(({ key }, index) => ({ key, value: values[index], partition: 3 }))
  await producer.send({ topic: sense.frames, messages })
  const { records } = await sense.log.read('system.telemetry.raw', 3, before, { maxBytes: 10_000_000 })
  const read = records.map(({ key, value }) => {
    const decoded = value && sense.codec.decode(value)
    if (decoded?.type !== 'Frame') return undefined
    const { source, at, names, values, labels } = decoded.value
    const metrics = Object.fromEntries(names.map((name, index) => [name, values[index]]))
    return { key: key?.toString(), frame: { source, at, metrics, labels: { ...labels } } }
  })
  assert.equal(read, frames)
})

test('should name what is wrong with frames that have no key', async () => {
  const frames = framesOf('keyless', 3)
  const values = await encodeForeign(frames, kafka.registry, sense.frames)
  await producer.send({ topic: sense.frames, messages: values.map((value) => ({ value })) })
  const letters = await sense.letters(frames.length)
  assert.equal(
    letters.map(({ code }) => code),
    frames.map(() => 'HS_KEY_FOREIGN'),
  )
})

test.run()
