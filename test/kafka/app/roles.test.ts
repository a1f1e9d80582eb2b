import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { stages } from '../../../ops/app/stages.ts'
import { readInstallation } from '../../../ops/cli/instance/read-installation.ts'
import { verifyAll } from '../../integration/laws/support/verify-all.ts'
import { disturbedHistory } from '../../integration/ordeal/support/history.ts'
import { scratchFolder } from '../../integration/ordeal/support/running-app.ts'
import { until } from '../../integration/ordeal/support/until.ts'
import { startKafka } from '../../support/kafka/start-kafka.ts'
import { startDatabase } from '../../unit/projections/support/database.ts'
import { installation } from './support/installation.ts'
import { type RunningProcess, stopProcesses } from './support/running-process.ts'

const kafka = await startKafka()
const { postgres, empty, end } = await startDatabase()
const folder = scratchFolder()
test.before.each(empty)
test.after.each(stopProcesses)
test.after(async () => {
  await Promise.all([kafka.stop(), end()])
  await folder.remove()
})

/** Every stage has one task a partition of its side. */
const TELEMETRY_PARTITIONS = 4
const TASKS = stages.reduce((sum, { side }) => sum + (side === 'telemetry' ? TELEMETRY_PARTITIONS : 1), 0)

const own = (name: string) => installation(kafka, folder.path, postgres.dsn, name)

/** Tasks that a process runs. */
async function tasksOf(process: RunningProcess): Promise<string[]> {
  const parts = await process.parts()
  return Object.keys(parts).filter((part) => part.startsWith('stage:') && parts[part] === 'running')
}

test('should bring a signal from the frames of one process to the API of another', async () => {
  const { run, connection } = own('apart')
  const worker = await run('worker', 'stages,projections')
  const door = await run('door', 'sources,api')
  assert.equal(Object.keys(await door.parts()).sort(), ['api', 'disk', 'sources'])
  assert.is((await worker.client.get('/signals')).status, 404)
  const history = disturbedHistory('web-1', Date.now() - 1_200_000)
  assert.is((await door.client.send(history)).status, 200)
  const signals = await until('a signal is told', async () => {
    const told = await door.client.signals()
    return told && told.length > 0 ? told : undefined
  })
  assert.is(signals[0].source, 'web-1')
  await door.client.counted('web-1')
  await until('the lag of the stage of the other process is told', async () => {
    const { body } = await door.client.get('/topics')
    const { topics } = body as { topics: readonly { topic: string; readers: readonly { reader: string; lag: number }[] }[] } // our own API
    const readers = topics.filter(({ topic }) => topic === 'system.telemetry.raw').flatMap((topic) => topic.readers)
    return readers.some(({ reader, lag }) => reader === 'stage:sense' && lag === 0)
  })
  await door.stop()
  await worker.stop()
  for (const { task, difference, unverified } of await readInstallation(connection, (opened) => verifyAll(opened))) {
    assert.is(difference, undefined, task)
    assert.equal(unverified, [], task)
  }
})

test('should not open sources before another process has brought the clock, and say so', async () => {
  const { run } = own('early')
  const door = await run('door', 'sources')
  assert.is((await door.parts()).sources, 'waiting')
  const { body } = await door.client.get('/healthz')
  assert.match(JSON.stringify(body), 'HS_TICK_MISSING')
  const worker = await run('worker', 'stages')
  await until('the sources are open', async () => (await door.parts()).sources === 'running')
  await worker.stop()
  await door.stop()
})

test('should share the tasks with a process that joins, and take them back when it is gone', async () => {
  const { run } = own('share')
  const first = await run('first', 'sources,stages,projections,api')
  await until('one process has all tasks', async () => (await tasksOf(first)).length === TASKS)
  const second = await run('second', 'stages')
  await until('both have some of them', async () => {
    const [mine, theirs] = [await tasksOf(first), await tasksOf(second)]
    return (
      theirs.length > 0 &&
      mine.length > 0 &&
      new Set([...mine, ...theirs]).size === TASKS &&
      mine.length + theirs.length === TASKS
    )
  })
  assert.is((await second.parts()).clock, 'ticking')
  await until('the first has given the clock away', async () => (await first.parts()).clock === 'standby')
  await second.kill()
  await until('one process has all tasks again', async () => (await tasksOf(first)).length === TASKS, 60_000)
  await until('the first keeps the clock again', async () => (await first.parts()).clock === 'ticking')
  assert.is((await first.client.send(disturbedHistory('web-1', Date.now() - 1_200_000))).status, 200)
  await first.client.counted('web-1')
  await until('a signal is told', async () => ((await first.client.signals())?.length ?? 0) > 0)
  await first.stop()
})

test('should keep the read models by one of two processes, and count every frame once when it is killed', async () => {
  const { run } = own('rows')
  const first = await run('first', 'sources,stages,projections,api')
  const second = await run('second', 'projections,api')
  const from = Date.now() - 1_200_000
  const history = disturbedHistory('web-1', from)
  assert.is((await first.client.send(history.slice(0, 400))).status, 200)
  await first.client.counted('web-1')
  second.client.acknowledged.push(...first.client.acknowledged)
  const third = await run('third', 'sources,stages')
  await first.kill()
  third.client.acknowledged.push(...first.client.acknowledged)
  assert.is((await third.client.send(history.slice(400))).status, 200)
  second.client.acknowledged.push(...history.slice(400))
  await second.client.counted('web-1')
  await second.stop()
  await third.stop()
})

test('should go on where it was when everything is started again', async () => {
  const { up } = own('again')
  const before = await up('all')
  const history = disturbedHistory('web-1', Date.now() - 1_200_000)
  assert.is((await before.client.send(history.slice(0, 290))).status, 200)
  await before.client.counted('web-1')
  await before.kill()
  const after = await up('all')
  after.client.acknowledged.push(...before.client.acknowledged)
  assert.is((await after.client.send(history.slice(290))).status, 200)
  await until('a signal is told', async () => ((await after.client.signals())?.length ?? 0) > 0)
  await after.client.counted('web-1')
  await after.stop()
})

test.run()
