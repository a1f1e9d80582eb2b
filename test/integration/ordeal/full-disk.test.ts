import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { skipUnless } from '../../support/skip.ts'
import { hardships } from './support/hardships.ts'
import { calmHistory } from './support/history.ts'
import { rawFrames } from './support/raw-frames.ts'
import { refusalOf } from './support/refusal-of.ts'
import { runApp, stopAll } from './support/running-app.ts'
import { smallDisk } from './support/small-disk.ts'
import { until } from './support/until.ts'

const disk = smallDisk(160)
skipUnless(disk !== undefined, 'the test of a full disk mounts a small tmpfs, which only root may do')
test.after(async () => {
  await stopAll()
  disk?.remove()
})

test('should refuse telemetry while the disk is full, and go on by itself when there is space', async () => {
  assert.ok(disk)
  const data = join(disk.path, 'data')
  const { app, client, noted } = await runApp(data, { refuseBytes: 0 }) // what happens although it looks ahead
  const frames = calmHistory('web-1', Date.now() - 3_600_000, 400)
  assert.is((await client.send(frames.slice(0, 100))).status, 200)
  await client.counted('web-1')

  disk.fill()
  const refused = await until('a frame is refused', async () => {
    const answer = await client.send(frames.slice(100, 200))
    return answer.status === 200 ? undefined : answer
  })
  assert.is(refusalOf(refused), hardships.diskFull.codes[0])
  await until('the tasks have felt it', async () => noted.some(({ code }) => code === hardships.diskFull.codes[0]))
  assert.is((await client.get('/healthz')).status, 200)

  disk.relieve()
  await until('a frame is taken again', async () => (await client.send(frames.slice(200))).status === 200)
  const repeated = client.acknowledged.length - new Set(client.acknowledged.map(({ at }) => at)).size
  await client.counted('web-1', repeated > 0 ? { repeated } : {})
  await until('everything is ready', async () => (await client.get('/readyz')).status === 200)
  const sent = new Set(client.acknowledged.map(({ at }) => at))
  const points = await client.samples('web-1', 'metric_number_0', sent.size)
  assert.equal(
    points.map(([at]) => at),
    [...sent].sort((a, b) => a - b),
  )
  await app.stop()
  assert.equal(await rawFrames(data), client.acknowledged)
})

test.run()
