import { randomUUID } from 'node:crypto'
import kafkajs from 'kafkajs'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { stages } from '../../../ops/app/stages.ts'
import { readInstallation } from '../../../ops/cli/instance/read-installation.ts'
import { stageTopics } from '../../../schemas/topics.ts'
import { forgetAndDerive } from '../../integration/laws/support/law-one.ts'
import { rowsIn } from '../../integration/laws/support/table-rows.ts'
import { verifyAll } from '../../integration/laws/support/verify-all.ts'
import { stopAll } from '../../integration/ordeal/support/running-app.ts'
import { until } from '../../integration/ordeal/support/until.ts'
import { startKafka } from '../../support/kafka/start-kafka.ts'
import { startDatabase } from '../../unit/projections/support/database.ts'
import { emptyTopic, ownPlace } from '../ordeal/support/cluster.ts'

const kafka = await startKafka()
const { brokers } = kafka
const { postgres, empty, end } = await startDatabase()
const { connection, prefix } = ownPlace(brokers)
test.after(async () => {
  await stopAll()
  await Promise.all([kafka.stop(), end()])
})

test('should have the same rows, states and outputs after the database and every snapshot are gone', async () => {
  const { before, after } = await forgetAndDerive({
    where: connection,
    options: { postgresDsn: postgres.dsn },
    rows: () => rowsIn(postgres.dsn),
    async meanwhile({ client }) {
      await publish(`${prefix}system.telemetry.raw`, 'no frame')
      await until('it is a letter', async () => {
        const { letters = [] } = (await client.get('/dead-letters')).body as { letters?: object[] } // our own API
        return letters.length > 0
      })
    },
    async forget() {
      await empty()
      for (const { name, side } of stages) await emptyTopic(brokers, `${prefix}${stageTopics(name, side).state.name}`)
    },
  })
  for (const [table, rows] of Object.entries(before.rows))
    assert.ok(rows.length > 0 || SAY_NOTHING.has(table), `${table} is empty, so that its being equal says nothing`)
  for (const stage of ['sense', 'signals', 'audit'])
    assert.ok(
      Object.keys(before.states).some((key) => key.startsWith(`${stage} `)),
      `${stage} has no states: ${Object.keys(before.states)}`,
    )
  assert.equal(after, before)
})

test('should derive all of it again, byte for byte', async () => {
  for (const { task, outputs, difference, unverified } of await readInstallation(connection, (opened) => verifyAll(opened))) {
    assert.is(difference, undefined, task)
    assert.equal(unverified, [], task)
    assert.ok(outputs > 0 || task === 'seasons.0', task) // weeks of history are needed to say something of seasons
  }
})

/** Nobody asks for a letter here, a rule of bounds that are not reached has no signals, and an hour of bars takes an hour. */
const SAY_NOTHING: ReadonlySet<string> = new Set(['letter_requests', 'rule_signals', 'hour_bars'])

async function publish(topic: string, value: string): Promise<void> {
  const producer = new kafkajs.Kafka({ brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING }).producer()
  await producer.connect()
  await producer.send({ topic, messages: [{ key: randomUUID(), value, partition: 0 }] })
  await producer.disconnect()
}

test.run()
