import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { readInstallation } from '../../ops/cli/instance/read-installation.ts'
import { tableRows } from '../integration/laws/support/table-rows.ts'
import { verifyAll } from '../integration/laws/support/verify-all.ts'
import { Client } from '../integration/ordeal/support/client.ts'
import { hardships } from '../integration/ordeal/support/hardships.ts'
import { calmHistory } from '../integration/ordeal/support/history.ts'
import { rawFrames } from '../integration/ordeal/support/raw-frames.ts'
import { scratchFolder } from '../integration/ordeal/support/running-app.ts'
import { until } from '../integration/ordeal/support/until.ts'
import { type Begun, begin } from './support/homeostat.ts'

const folder = scratchFolder()
const data = folder.path
let up: Begun | undefined
test.after(async () => {
  up?.child.kill('SIGKILL')
  await up?.ended
  await folder.remove()
})

const BATCH = 20
const history = calmHistory('web-1', Date.now() - 3_600_000, 800)
const client = new Client('')
/** The next frame that is to be sent. */
let next = 0

test('should start after it was killed in each step of its first start', async () => {
  for (const step of ['log', 'stages', 'database', 'api']) {
    up = begin(['up', '--data', data, '--port', '0', '--no-host'])
    await up.wrote(new RegExp(`\\b${step} +[\\d.]+ m?s`)) // that step is over, the next has begun
    up.child.kill('SIGKILL')
    await up.ended
  }
  await start()
  await until('everything is ready', async () => (await client.get('/readyz')).status === 200)
  up?.child.kill('SIGTERM')
  assert.is((await up?.ended)?.code, 0)
})

test('should end cleanly at SIGTERM while it is sent telemetry, and have what it acknowledged', async () => {
  await start()
  await sendBatches(10)
  const underWay = sendBatches(1)
  up?.child.kill('SIGTERM')
  await underWay.catch(() => {}) // it may be taken or not; what matters is what was answered
  assert.is((await up?.ended)?.code, 0, hardships.terminated.happens)
  await acknowledgedIsThere()
  next = client.acknowledged.length
})

test('should go on after each kill -9, have what it acknowledged, and count what is sent again once', async () => {
  for (const batches of [1, 6, 3]) {
    await start()
    await sendBatches(batches)
    const underWay = sendBatches(2)
    up?.child.kill('SIGKILL')
    await underWay.catch(() => {})
    await up?.ended
    await acknowledgedIsThere()
    next = Math.max(0, client.acknowledged.length - BATCH) // the last answered batch too: a sender cannot know better
    client.acknowledged.length = next
  }
  await start()
  while (next < history.length) await sendBatches(1)
  await until('the read models have everything', async () => {
    const { frames } = (await client.source('web-1')) ?? {}
    const points = await client.points('web-1', 'metric_number_0')
    return points?.length === history.length && frames === (await rawFrames(data)).length
  })
  up?.child.kill('SIGTERM')
  assert.is((await up?.ended)?.code, 0)
  assert.equal(client.acknowledged, history, hardships.killed.happens)
  await everythingCounts()
})

test('should derive all of it again, byte for byte', async () => {
  for (const { task, epochs, difference, unverified } of await readInstallation(data, (installation) =>
    verifyAll(installation),
  )) {
    assert.is(difference, undefined, task)
    assert.equal(unverified, [], task)
    assert.ok(epochs > 0, task)
  }
})

async function start(): Promise<void> {
  up?.child.kill('SIGKILL') // one that a failed test has left; one that has ended does not mind
  await up?.ended
  up = begin(['up', '--data', data, '--port', '0', '--no-host'])
  const [, url] = await up.wrote(/ready in .*: (http:\S+)/)
  client.url = url
}

async function sendBatches(count: number): Promise<void> {
  for (let sent = 0; sent < count; sent++) {
    const { status } = await client.send(history.slice(next, next + BATCH))
    assert.is(status, 200)
    next += BATCH
  }
}

async function acknowledgedIsThere(): Promise<void> {
  const there = new Set((await rawFrames(data)).map(({ at }) => at))
  assert.equal(
    client.acknowledged.filter(({ at }) => !there.has(at)),
    [],
  )
}

/** Every frame of the log is in the read models, once, and there are no others. */
async function everythingCounts(): Promise<void> {
  const frames = await rawFrames(data)
  const distinct = [...new Set(frames.map(({ at }) => at))].sort((a, b) => a - b)
  assert.equal(
    distinct,
    history.map(({ at }) => at),
  )
  const { sources, source_late, series } = await tableRows(data)
  const received = sources.map((row) => JSON.parse(row).frames)
  const repeated = source_late.map((row) => JSON.parse(row).frames)
  const points = series.flatMap((row): number[] => JSON.parse(row).at).sort((a, b) => a - b)
  assert.equal(received, [frames.length])
  assert.equal(repeated, frames.length > distinct.length ? [frames.length - distinct.length] : [])
  assert.equal(points, distinct)
}

test.run()
