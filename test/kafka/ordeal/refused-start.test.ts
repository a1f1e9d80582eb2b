import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { choosePorts } from '../../../ops/kafka/ports.ts'
import { codeOf } from '../../../schemas/core/homeostat-error.ts'
import { openKafkaLog } from '../../../streams/runtime/log/kafka/kafka-log.ts'
import { type Hardship, hardships } from '../../integration/ordeal/support/hardships.ts'
import { startKafka } from '../../support/kafka/start-kafka.ts'
import { ownPlace, withAdmin } from './support/cluster.ts'
import { falseServer } from './support/false-server.ts'
import { type Refusal, refused } from './support/refused.ts'

const kafka = await startKafka()
const { brokers } = kafka
const web = await falseServer(200, 'text/html', '<html><body>Hello</body></html>')
const locked = await falseServer(401, 'application/json', '{"error_code":401,"message":"Unauthorized"}')
const nobody = `127.0.0.1:${await choosePorts(0, 1)}`
test.after(async () => {
  web.close()
  locked.close()
  await kafka.stop()
})

/** Within the time that is promised, with the code of the list. */
function assertNamed({ code, text, tookMs }: Refusal, hardship: Hardship): void {
  assert.is(code, hardship.codes[0], text)
  assert.ok(tookMs < 15_000, `took ${Math.round(tookMs)} ms`)
}

test('should say that no broker can be reached', async () => {
  const refusal = await refused(['--kafka', nobody])
  assertNamed(refusal, hardships.unreachable)
  assert.is(refusal.exit, 3)
  assert.match(refusal.text, nobody)
})

test('should say that what answers at the address may be no broker', async () => {
  const refusal = await refused(['--kafka', web.address])
  assertNamed(refusal, hardships.notKafka)
  assert.match(refusal.text, /may not be a Kafka broker/)
})

test('should say that the broker does not speak TLS, or asks for no password', async () => {
  const tls = await refused(['--kafka', brokers.join(',')], { HOMEOSTAT_KAFKA_TLS: 'true' })
  assertNamed(tls, hardships.notKafka)
  const env = { HOMEOSTAT_KAFKA_SASL_MECHANISM: 'plain', HOMEOSTAT_KAFKA_SASL_USERNAME: 'me', HOMEOSTAT_KAFKA_PASSWORD: 'secret' }
  const sasl = await refused(['--kafka', brokers.join(',')], env)
  assertNamed(sasl, hardships.saslUnwanted)
  assert.not.match(sasl.text, 'secret')
})

test('should name the topics that are missing where it may not make them', async () => {
  const { args, prefix } = ownPlace(brokers)
  const refusal = await refused(args, { HOMEOSTAT_KAFKA_MANAGE_TOPICS: 'false' })
  assertNamed(refusal, hardships.topicsMissing)
  assert.match(refusal.text, `${prefix}installation`)
})

test('should name the topics that have other partitions than are configured, and leave them', async () => {
  const { args, prefix } = ownPlace(brokers)
  const topic = `${prefix}system.telemetry.raw`
  await create(topic, 2, { 'cleanup.policy': 'delete', 'message.timestamp.type': 'LogAppendTime' })
  const refusal = await refused(args, { HOMEOSTAT_KAFKA_PARTITIONS: '3' })
  assertNamed(refusal, hardships.partitions)
  assert.match(refusal.text, `${topic} has 2 partitions; 3 are expected`)
  const { topics } = await withAdmin(brokers, (admin) => admin.fetchTopicMetadata({ topics: [topic] }))
  assert.is(topics[0].partitions.length, 2)
})

for (const [hardship, setting, wrong, right] of [
  [hardships.cleanup, 'cleanup.policy', 'compact', 'delete'],
  [hardships.timestamps, 'message.timestamp.type', 'CreateTime', 'LogAppendTime'],
] as const)
  test(`should name a topic with ${setting}=${wrong} and print the command that corrects it`, async () => {
    const { args, prefix } = ownPlace(brokers)
    const topic = `${prefix}insight.signals`
    await create(topic, 1, { 'cleanup.policy': 'delete', 'message.timestamp.type': 'LogAppendTime', [setting]: wrong })
    const refusal = await refused(args)
    assertNamed(refusal, hardship)
    assert.match(refusal.text, `--entity-name ${topic} --add-config ${setting}=${right}`)
  })

test('should refuse a log with another id than the one that is asked for, whoever has made it', async () => {
  const { settings } = ownPlace(brokers).connection
  const [one, other] = await Promise.allSettled(['one', 'other'].map((id) => openKafkaLog({ ...settings, id })))
  const outcomes = [one, other].map((result) => (result.status === 'rejected' ? codeOf(result.reason) : 'opened'))
  for (const result of [one, other]) if (result.status === 'fulfilled') await result.value.close()
  assert.equal(outcomes.sort(), [hardships.otherId.codes[0], 'opened'])
})

test('should say what is wrong with the registry', async () => {
  for (const [address, hardship] of [
    [nobody, hardships.registryAway],
    [web.address, hardships.registryHtml],
    [locked.address, hardships.registryUnauthorized],
  ] as const) {
    const refusal = await refused(ownPlace(brokers, `http://${address}`).args)
    assertNamed(refusal, hardship)
    assert.match(refusal.text, address)
  }
})

test('should start without the registry where all schemas stand in the log, and say so', async () => {
  const { args } = ownPlace(brokers)
  const first = await refused([...args, '--registry', kafka.registry])
  assert.is(first.code, undefined, first.text)
  const again = await refused([...args, '--registry', `http://${nobody}`])
  assert.is(again.exit, 0, again.text)
  assert.match(again.text, `[${hardships.registryAway.codes[0]}]`)
})

async function create(topic: string, numPartitions: number, settings: Readonly<Record<string, string>>): Promise<void> {
  const configEntries = Object.entries(settings).map(([name, value]) => ({ name, value }))
  const topics = [{ topic, numPartitions, replicationFactor: 1, configEntries }]
  await withAdmin(brokers, (admin) => admin.createTopics({ topics, waitForLeaders: true }))
}

test.run()
