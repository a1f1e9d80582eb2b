import { join } from 'node:path'
import kafkajs from 'kafkajs'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { readInstallation } from '../../../ops/cli/instance/read-installation.ts'
import { homeostat } from '../../e2e/support/homeostat.ts'
import { disturbedHistory } from '../../integration/ordeal/support/history.ts'
import { scratchFolder } from '../../integration/ordeal/support/running-app.ts'
import { until } from '../../integration/ordeal/support/until.ts'
import { startKafka } from '../../support/kafka/start-kafka.ts'
import { startDatabase } from '../../unit/projections/support/database.ts'
import { installation } from './support/installation.ts'
import { stopProcesses } from './support/running-process.ts'

const kafka = await startKafka()
const { postgres, end } = await startDatabase()
const folder = scratchFolder()
const { prefix, where, connection, up } = installation(kafka, folder.path, postgres.dsn, 'reset')
test.after(async () => {
  await stopProcesses()
  await Promise.all([kafka.stop(), end()])
  await folder.remove()
})

/** `reset` from a folder that no process runs on, as from another machine. */
const reset = (...more: string[]) => homeostat(['reset', ...where, '--data', join(folder.path, 'elsewhere'), ...more])

/** The id of the log, and how many offsets each topic has. */
function look() {
  return readInstallation(connection, async ({ log }) => {
    const offsets: Record<string, number> = {}
    for (const { topic, start, end } of await log.partitions()) offsets[topic] = (offsets[topic] ?? 0) + end - start
    return { id: log.id, offsets }
  })
}

test('should refuse while processes run, then forget what is derived, keep telemetry, and derive all of it again', async () => {
  const first = await up('first')
  assert.is((await first.client.send(disturbedHistory('web-1', Date.now() - 1_200_000))).status, 200)
  await first.client.counted('web-1')
  const told = await until('a signal is told', async () => {
    const signals = await first.client.signals()
    return signals && signals.length > 0 ? signals : undefined
  })
  const refused = await reset('--yes')
  assert.is(refused.code, 1)
  assert.match(refused.err, /Stop every process of this installation first\.[\s\S]*\[HS_LOG_LOCKED\]/)
  await first.stop()

  const before = await look()
  const planned = await reset('--dry-run')
  assert.match(planned.out, /^sense\.epochs +\d+ +\?$/m) // the cluster was not asked for sizes
  assert.equal(await look(), before)

  const done = await reset('--yes', '--json')
  assert.is(done.code, 0, done.err)
  const after = await look()
  assert.is(JSON.parse(done.out).logId, after.id)
  assert.is.not(after.id, before.id)
  assert.is(after.offsets['system.telemetry.raw'], before.offsets['system.telemetry.raw'])
  for (const topic of ['sense.epochs', 'sense.state', 'signals.epochs', 'insight.signals', 'telemetry.sources']) {
    assert.is(after.offsets[topic], 0, topic)
  }
  assert.equal(await groups(), [])

  const second = await up('second')
  second.client.acknowledged.push(...first.client.acknowledged)
  await second.client.counted('web-1')
  const again = await until('the signal is told again', async () => {
    const signals = await second.client.signals()
    return signals && signals.length >= told.length ? signals : undefined
  })
  assert.equal(
    again.map(({ source, metric }) => [source, metric]),
    told.map(({ source, metric }) => [source, metric]),
  )
  await second.stop()
})

/** Groups of this installation that the cluster knows. */
async function groups(): Promise<string[]> {
  const admin = new kafkajs.Kafka({ brokers: [...kafka.brokers], logLevel: kafkajs.logLevel.NOTHING }).admin()
  await admin.connect()
  try {
    const { groups } = await admin.listGroups()
    return groups.map(({ groupId }) => groupId).filter((id) => id.startsWith(prefix))
  } finally {
    await admin.disconnect()
  }
}

test.run()
