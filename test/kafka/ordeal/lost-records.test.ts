import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { openInstallation } from '../../../ops/app/open-installation.ts'
import { stages } from '../../../ops/app/stages.ts'
import { run } from '../../../ops/cli/run.ts'
import { codeOf, HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { DeadLetters, stageTopics } from '../../../schemas/topics.ts'
import { systemClock } from '../../../streams/runtime/ports/clock.ts'
import { noFailpoint } from '../../../streams/runtime/ports/failpoint.ts'
import { Inflow } from '../../../streams/runtime/task/inflow.ts'
import { hardships } from '../../integration/ordeal/support/hardships.ts'
import { calmHistory } from '../../integration/ordeal/support/history.ts'
import { recordsIn } from '../../integration/ordeal/support/records-in.ts'
import { refusalOf } from '../../integration/ordeal/support/refusal-of.ts'
import { runApp, stopAll } from '../../integration/ordeal/support/running-app.ts'
import { until } from '../../integration/ordeal/support/until.ts'
import { startKafka } from '../../support/kafka/start-kafka.ts'
import { fakeTerminal } from '../../unit/ops/cli/fake-terminal.ts'
import { deleteTopic, makeTopic, ownPlace, removeBefore, setOnTopic } from './support/cluster.ts'
import { allTaken, allWell, partsOf, troubleOf } from './support/parts.ts'
import { refused } from './support/refused.ts'

const kafka = await startKafka()
const { brokers } = kafka
test.after(async () => {
  await stopAll()
  await kafka.stop()
})
const roles = ['sources', 'stages'] as const
const frames = calmHistory('web-1', Date.now() - 3_600_000, 300)

test('should say which limit of a topic is too low, and go on when it is raised', async () => {
  const { connection, prefix } = ownPlace(brokers)
  const running = await runApp(connection, { roles })
  const { app, client } = running
  const limit = (topic: string, bytes: number) => setOnTopic(brokers, `${prefix}${topic}`, 'max.message.bytes', String(bytes))

  await limit('system.telemetry.raw', 1_000)
  const refused = await client.send(frames.slice(0, 100))
  assert.is(refusalOf(refused), hardships.batchLimit.codes[0])
  assert.match(JSON.stringify(refused.body), 'max.message.bytes=1048588')
  assert.is((await client.send(frames.slice(0, 1))).status, 200, 'what is small enough is taken')

  await limit('system.telemetry.raw', 1_048_588)
  await limit('sense.epochs', 90)
  assert.is((await client.send(frames.slice(1, 100))).status, 200)
  const { message } = await troubleOf(running, 'stage:sense.0', hardships.batchLimit.codes)
  assert.match(message ?? '', `${prefix}sense.epochs`)
  await limit('sense.epochs', 1_048_588)
  await allWell(running)
  await allTaken(running)
  await app.stop()
})

test('should name a topic that was deleted, refuse to start over one that is missing or was made again, and start after a reset', async () => {
  const { args, connection, prefix } = ownPlace(brokers)
  const running = await runApp(connection, { roles })
  assert.is((await running.client.send(frames.slice(0, 100))).status, 200)
  await allTaken(running)
  await deleteTopic(brokers, `${prefix}system.telemetry.raw`)
  const deletedAt = performance.now()
  assert.is(refusalOf(await running.client.send(frames.slice(100, 200))), hardships.topicDeleted.codes[0])
  assert.ok(performance.now() - deletedAt < 15_000, 'a client is answered in time')
  await troubleOf(running, 'stage:sense.0', hardships.topicDeleted.codes)
  assert.ok((await partsOf(running)).find(({ part }) => part === 'stage:signals.0')?.ok, 'the others go on')
  await running.app.stop()

  for (const makesAgain of [false, true]) {
    if (makesAgain) await makeTopic(brokers, `${prefix}system.telemetry.raw`)
    const { code, text, tookMs } = await refused(args, ONE_PARTITION)
    assert.is(code, hardships.topicMadeAgain.codes[0], text)
    assert.match(text, `${prefix}system.telemetry.raw`)
    assert.ok(tookMs < 15_000, `took ${Math.round(tookMs)} ms`)
  }

  await until('a reset, once the group has missed the process that read a topic that is gone', async () => {
    const terminal = fakeTerminal({ env: ONE_PARTITION })
    const exit = await run(['reset', '--yes', '--data', `${connection.data}-reset`, ...args, '--json'], terminal)
    const said = terminal.complained.join('\n')
    assert.ok(exit === 0 || said.includes('HS_LOG_LOCKED'), said)
    return exit === 0
  })
  const again = await runApp({ ...connection, data: `${connection.data}-again` }, { roles })
  assert.is((await again.client.send(frames.slice(200, 250))).status, 200)
  await allTaken(again)
  await again.app.stop()
})

const ONE_PARTITION = { HOMEOSTAT_KAFKA_PARTITIONS: '1' }

test('should go on behind telemetry that was removed unread, and keep in the epoch what is missing', async () => {
  const { connection, prefix } = ownPlace(brokers)
  const before = await runApp(connection, { roles })
  await before.client.send(frames.slice(0, 100))
  await allTaken(before)
  await before.app.stop()
  const door = await runApp(connection, { roles: ['sources'] })
  await door.client.send(frames.slice(100, 200))
  await door.app.stop()
  await removeBefore(brokers, `${prefix}system.telemetry.raw`, 150)

  const { app, client, ...rest } = await runApp(connection, { roles })
  await client.send(frames.slice(200))
  await allTaken({ app, client, ...rest })
  await allWell({ app, client, ...rest })
  await app.stop()
  const epochs = await recordsIn(connection, stageTopics('sense', 'telemetry').epochs, 'Epoch')
  const gaps = epochs.flatMap(({ value }) => value.gaps)
  assert.equal(
    gaps.map(({ from, to }) => [from, to]),
    [[100, 150]],
    hardships.telemetryExpired.happens,
  )
})

test('should not go on where records of a life cycle were removed unread', async () => {
  const { connection, prefix } = ownPlace(brokers)
  const { log, codec } = await openInstallation(connection, stages)
  const [topic, records] = [DeadLetters.name, Array.from({ length: 5 }, (_, n) => Buffer.from(`${n}`))]
  await log.append(records.map((value) => ({ topic, partition: 0, key: null, value })))
  await removeBefore(brokers, `${prefix}${topic}`, 3)
  const ports = { log, codec, clock: systemClock, failpoint: noFailpoint }
  const inflow = new Inflow(ports, { topics: [topic], partition: 0, position: [1], lifeCycle: [topic] })
  const error = await inflow.poll(1_000, 10_000).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  assert.is(codeOf(error), hardships.lifeCycleExpired.codes[0])
  assert.match(error instanceof HomeostatError ? error.message : '', 'Offsets 1 to 2')
  await inflow.close()
  await log.close()
})

test.run()
