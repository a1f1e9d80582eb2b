import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { startPostgres } from '../../../projections/postgres/start-postgres.ts'
import { InsightSignals } from '../../../schemas/topics.ts'
import { hardships } from './support/hardships.ts'
import { calmHistory, disturbedHistory } from './support/history.ts'
import { rawFrames } from './support/raw-frames.ts'
import { recordsIn } from './support/records-in.ts'
import { refusalOf } from './support/refusal-of.ts'
import { runApp, scratchFolder } from './support/running-app.ts'
import { until } from './support/until.ts'

const folder = scratchFolder()
test.after(folder.remove)

test('should take telemetry and make signals without its database, and show them when it is back', async () => {
  const database = join(folder.path, 'database')
  const data = join(folder.path, 'data')
  const postgres = await startPostgres(database)
  const { app, client, noted } = await runApp(data, { postgresDsn: postgres.dsn })
  const from = Date.now() - 3_600_000
  await client.send(calmHistory('before', from, 20))
  await client.counted('before')

  await postgres.stop()
  assert.is((await client.send(disturbedHistory('during', from))).status, 200)
  for (const path of ['/signals', '/sources', '/series?source=during&metric=x&from=0&to=1']) {
    assert.is(refusalOf(await client.get(path)), hardships.databaseAway.codes[0], path)
  }
  await until('a signal is made', async () => (await recordsIn(data, InsightSignals, 'Signal')).length > 0)
  const ready = await until('the projections say why they wait', async () => {
    const answer = await client.get('/readyz')
    return answer.status === 503 ? answer.body : undefined
  })
  const { stuck } = ready as { stuck: string[] }
  assert.ok(
    stuck.every((part) => part.startsWith('projection:')),
    stuck.join(),
  )

  const again = await startPostgres(database)
  await client.counted('before')
  await client.counted('during')
  const shown = await until('the signal is shown', async () => {
    const signals = await client.signals()
    return signals?.length ? signals : undefined
  })
  await until('everything is ready', async () => (await client.get('/readyz')).status === 200)
  await app.stop()
  await again.stop()

  const made = await recordsIn(data, InsightSignals, 'Signal')
  assert.equal(distinct(shown.map(({ id }) => id)), distinct(made.map(({ value }) => value.id)))
  assert.equal(await rawFrames(data), client.acknowledged)
  const troubles = noted.filter(({ level }) => level !== 'info')
  assert.equal(distinct(troubles.map(({ code }) => code)), hardships.databaseAway.codes)
})

test('should start its own database again when that is killed, and miss nothing', async () => {
  const data = join(folder.path, 'embedded')
  const { app, client, noted } = await runApp(data)
  const frames = calmHistory('web-1', Date.now() - 3_600_000, 400)
  for (let sent = 0; sent < frames.length; sent += 50) {
    if (sent % 200 === 100) {
      await client.counted('web-1') // the server runs: its pid file speaks of it
      process.kill(pidOf(data), 'SIGKILL')
    }
    assert.is((await client.send(frames.slice(sent, sent + 50))).status, 200)
  }
  await client.counted('web-1')
  const points = await client.samples('web-1', 'metric_number_0', frames.length)
  assert.equal(
    points.map(([at]) => at),
    frames.map(({ at }) => at),
  )
  await app.stop()
  assert.equal(await rawFrames(data), client.acknowledged)
  assert.ok(noted.every(({ level, code }) => level === 'info' || code === 'HS_DATABASE_UNAVAILABLE'))
})

/** Of the server in a data folder: the first line of its pid file. */
function pidOf(data: string): number {
  return Number(readFileSync(join(data, 'postgres', 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0])
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort()
}

test.run()
