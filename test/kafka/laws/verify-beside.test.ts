import kafkajs from 'kafkajs'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { openInstallation } from '../../../ops/app/open-installation.ts'
import { stages } from '../../../ops/app/stages.ts'
import { verifyTask } from '../../../ops/rehearse/verify.ts'
import type { Codec } from '../../../schemas/codec/codec.ts'
import { stageTopics, TelemetrySources } from '../../../schemas/topics.ts'
import type { Log } from '../../../streams/runtime/log/log.ts'
import { systemClock } from '../../../streams/runtime/ports/clock.ts'
import { noFailpoint } from '../../../streams/runtime/ports/failpoint.ts'
import { readEpochs } from '../../../streams/runtime/state/history.ts'
import { versionOf } from '../../../streams/runtime/task/version.ts'
import { senseStage } from '../../../streams/sense/sense-stage.ts'
import { calmHistory } from '../../integration/ordeal/support/history.ts'
import { runApp, stopAll } from '../../integration/ordeal/support/running-app.ts'
import { until } from '../../integration/ordeal/support/until.ts'
import { startKafka } from '../../support/kafka/start-kafka.ts'
import { ownPlace } from '../ordeal/support/cluster.ts'

const kafka = await startKafka()
const { brokers } = kafka
test.after(async () => {
  await stopAll()
  await kafka.stop()
})

/** A transaction of somebody else holds back every reader of the partition, as a marker does that is still on its way. */
async function heldBack(topic: string) {
  const producer = new kafkajs.Kafka({ brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING }).producer({
    transactionalId: `holds-${topic}`,
    maxInFlightRequests: 1,
  })
  await producer.connect()
  const transaction = await producer.transaction()
  await transaction.send({ topic, messages: [{ key: 'never', value: 'committed', partition: 0 }] })
  return async () => {
    await transaction.abort()
    await producer.disconnect()
  }
}

/** How many outputs to `telemetry.sources` the epochs of the task name. */
async function toldInEpochs(log: Log, codec: Codec): Promise<number> {
  let told = 0
  for await (const { epoch } of readEpochs(log, codec, stageTopics('sense', 'telemetry').epochs.name, 0, 0))
    for (const { topic, count } of epoch.outputs) if (topic === TelemetrySources.name) told += count
  return told
}

test('should find all equal beside a task whose epochs are seen before their outputs', async () => {
  const { connection, prefix } = ownPlace(brokers)
  const running = await runApp(connection, { roles: ['sources', 'stages'] })
  const start = Date.now() - 3_600_000
  const { log, codec } = await openInstallation(connection, stages, { readOnly: true })
  await running.client.send(calmHistory('web-1', start, 50))
  await until('a source is told', async () => (await toldInEpochs(log, codec)) > 0)

  const before = await toldInEpochs(log, codec)
  const release = await heldBack(`${prefix}${TelemetrySources.name}`)
  await running.client.send(calmHistory('web-2', start, 50))
  await until('another source is told', async () => (await toldInEpochs(log, codec)) > before)
  const seen = await log.bounds(TelemetrySources.name, 0)
  let released: Promise<void> | undefined
  const asked = {
    ...log,
    settled(topic: string, partition: number) {
      if (topic === TelemetrySources.name) released ??= release()
      return log.settled(topic, partition)
    },
  }
  const ports = { log: asked, codec, clock: systemClock, failpoint: noFailpoint }
  const report = await verifyTask(senseStage, 0, versionOf(senseStage), ports, { asIfSame: true })
  await released
  assert.is(report.difference, undefined)
  assert.ok(report.outputs > before)
  assert.ok((await log.bounds(TelemetrySources.name, 0)).end > seen.end, 'an output was hidden when the look began')
  await log.close()
  await running.app.stop()
})

test.run()
