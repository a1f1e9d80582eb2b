import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { ask, publish } from '../../ops/bench/support/ask.ts'
import { answers, startProgram } from '../../ops/bench/support/faults/start-program.ts'
import { startUp, type Up } from '../../ops/bench/support/up.ts'
import { choosePorts } from '../../ops/kafka/ports.ts'
import { until } from '../integration/ordeal/support/until.ts'
import { skipUnlessPrograms } from '../support/prometheus/programs.ts'

skipUnlessPrograms('victoria-metrics')

const folder = mkdtempSync(join(tmpdir(), 'homeostat-victoria-'))
const port = await choosePorts(0, 1)
const url = `http://127.0.0.1:${port}`
const startVictoria = () =>
  startProgram(folder, 'victoria-metrics', {
    args: [
      `-httpListenAddr=127.0.0.1:${port}`,
      `-storageDataPath=${join(folder, 'stored')}`,
      '-retentionPeriod=1',
      '-search.latencyOffset=0s', // else a query does not see the newest 30 s
      '-memory.allowedBytes=128MB',
    ],
    isReady: () => answers(`${url}/health`),
  })

const data = join(folder, 'data')
mkdirSync(data)
writeFileSync(join(data, 'sinks.yaml'), `influx: [{ name: victoria, url: '${url}', signals: false, frames: true }]\n`)
const startHomeostat = () => startUp(data, ['--no-host'])

let victoria = await startVictoria()
let homeostat: Up = await startHomeostat()
test.after(async () => {
  await homeostat.stop()
  await victoria.stop()
  rmSync(folder, { recursive: true, force: true })
})

const SOURCES = 20
const METRICS = ['queue_length{queue="a"}', 'queue_length{queue="b"}', 'temperature']
/** A quarter of an hour ago, on a whole second. */
const begin = Math.floor(Date.now() / 1_000) * 1_000 - 900_000
const valueAt = (second: number, source: number, metric: number) => second * 1_000 + source * 10 + metric

/** Frames of all sources for the seconds from `from` to before `to`. */
function feed(from: number, to: number): Promise<void> {
  const frames = Array.from({ length: (to - from) * SOURCES }, (_, i) => {
    const [second, source] = [from + Math.floor(i / SOURCES), i % SOURCES]
    const metrics = Object.fromEntries(METRICS.map((name, metric) => [name, valueAt(second, source, metric)]))
    return { source: `shop-${source}`, at: begin + second * 1_000, metrics }
  })
  return publish(homeostat.url, frames)
}

interface Exported {
  readonly metric: Readonly<Record<string, string>>
  readonly values: readonly number[]
  readonly timestamps: readonly number[]
}

/** Every sample that is stored, by series. */
async function exported(): Promise<readonly Exported[]> {
  await fetch(`${url}/internal/force_flush`)
  const match = encodeURIComponent('{source=~"shop-.*"}')
  const text = await fetch(`${url}/api/v1/export?match[]=${match}`).then((answer) => answer.text())
  const lines = text.trim().split('\n').filter(Boolean)
  return lines.map((line): Exported => JSON.parse(line))
}

/** Samples by what a client sees of them: those of the same time and value are one. */
async function samplesStored(): Promise<number> {
  const series = await exported()
  return series.reduce((sum, { timestamps }) => sum + new Set(timestamps).size, 0)
}

/** Seconds that were fed. */
let fed = 0
async function feedMore(seconds: number): Promise<void> {
  await feed(fed, fed + seconds)
  fed += seconds
}

test('should lose and double nothing when server and Homeostat are killed in the middle', async () => {
  await feedMore(50)
  await until('something is stored', async () => (await samplesStored()) > 0)
  await feedMore(50)
  await victoria.kill()
  await feedMore(50)
  await until('it is said on the health page', async () => JSON.stringify(await health()).includes('HS_INFLUX_UNREACHABLE'))
  victoria = await startVictoria()
  await feedMore(50)
  process.kill(homeostat.pid, 'SIGKILL')
  await homeostat.stop()
  homeostat = await startHomeostat()
  await feedMore(50)
  const expected = fed * SOURCES * METRICS.length
  await until('all is stored', async () => (await samplesStored()) === expected)
  const series = await exported()
  assert.is(series.length, SOURCES * METRICS.length)
  for (const { metric, timestamps, values } of series) {
    const source = Number(metric.source.slice('shop-'.length))
    const kind = metric.__name__ === 'temperature_value' ? 2 : metric.queue === 'a' ? 0 : 1
    const seconds = timestamps.map((at) => (at - begin) / 1_000)
    assert.equal(
      values,
      seconds.map((second) => valueAt(second, source, kind)),
      JSON.stringify(metric),
    )
    assert.is(new Set(seconds).size, fed)
  }
})

test('should answer a query with what was measured, once', async () => {
  const at = (begin + (fed - 1) * 1_000) / 1_000
  const query = async (expression: string) => {
    const path = `/api/v1/query?query=${encodeURIComponent(expression)}&time=${at}`
    const { data } = await ask<{ data: { result: { value: [number, string] }[] } }>(`${url}${path}`)
    return data.result.map(({ value }) => Number(value[1]))
  }
  assert.equal(await query(`sum(count_over_time({source=~"shop-.*"}[${fed}s]))`), [fed * SOURCES * METRICS.length])
  assert.equal(await query('queue_length_value{source="shop-3",queue="b"}'), [valueAt(fed - 1, 3, 1)])
})

async function health(): Promise<unknown> {
  return fetch(`${homeostat.url}/healthz`).then((answer) => answer.json())
}

test.run()
