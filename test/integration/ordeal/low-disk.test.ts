import { statfsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { skipUnless } from '../../support/skip.ts'
import { hardships } from './support/hardships.ts'
import { calmHistory } from './support/history.ts'
import { refusalOf } from './support/refusal-of.ts'
import { runApp, stopAll } from './support/running-app.ts'
import { smallDisk } from './support/small-disk.ts'
import { until } from './support/until.ts'

const disk = smallDisk(160)
skipUnless(disk !== undefined, 'the test of a disk with little space mounts a small tmpfs, which only root may do')
test.after(async () => {
  await stopAll()
  disk?.remove()
})

test('should say that the disk is nearly full, refuse telemetry before it is, and take it again by itself', async () => {
  assert.ok(disk)
  const data = join(disk.path, 'data')
  const total = statfsSync(disk.path).blocks * statfsSync(disk.path).bsize
  const { app, client, noted } = await runApp(data, { lowBytes: total, refuseBytes: 20_000_000 })
  const frames = calmHistory('web-1', Date.now() - 3_600_000, 200)

  // there is less space than the upper mark: it is told, and telemetry is taken
  const low = await diskOf(client)
  assert.equal([low.ok, low.state, low.code], [true, 'low', 'HS_DISK_LOW'])
  assert.is((await client.get('/readyz')).status, 200)
  assert.is((await client.send(frames.slice(0, 100))).status, 200)
  assert.match(String((await client.get('/metrics')).body), /homeostat_disk_free_bytes \d+/)

  disk.fill()
  await until('it refuses', async () => (await diskOf(client)).state === 'refusing')
  const refused = await client.send(frames.slice(100))
  assert.is(refusalOf(refused), hardships.diskLow.codes[0])
  assert.ok(Number(refused.headers['retry-after']) > 0)
  assert.is((await client.get('/readyz')).status, 503)
  assert.is(noted.filter(({ code }) => code === 'HS_DISK_LOW').length, 2, 'one line for each mark')

  disk.relieve()
  await until('a frame is taken again', async () => (await client.send(frames.slice(100))).status === 200)
  await until('everything is ready', async () => (await client.get('/readyz')).status === 200)
  await app.stop()
})

interface Part {
  readonly part: string
  readonly ok: boolean
  readonly state: string
  readonly code?: string
}

async function diskOf(client: { get(path: string): Promise<{ readonly body: unknown }> }): Promise<Part> {
  const { parts } = (await client.get('/healthz')).body as { parts: readonly Part[] } // our own API
  const found = parts.find(({ part }) => part === 'disk')
  assert.ok(found)
  return found
}

test.run()
