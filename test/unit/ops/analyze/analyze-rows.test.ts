import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { TapeRow } from '../../../../connectors/sources/tape/tape-row.ts'
import { analyzeRows } from '../../../../ops/analyze/analyze-rows.ts'
import { HomeostatError } from '../../../../schemas/core/homeostat-error.ts'
import { senseStage } from '../../../../streams/sense/sense-stage.ts'
import { changePoints } from '../../../../streams/stats/change-points.ts'

test('should tell of every series what the detectors found at the time, and where its mean changed', async () => {
  const { series, rejected } = await analyzed(
    rowsOf(400, (i) => ({ orders: (i < 300 ? 50 : 90) + Math.sin(i * 12.9898), stock: 7 + Math.sin(i * 78.233) })),
  )
  assert.equal(rejected, [])
  assert.equal(
    series.map(({ source, metric, samples, changes }) => [source, metric, samples, changes.map(({ at }) => at)]),
    [
      ['shop', 'orders', 400, [300_000]],
      ['shop', 'stock', 400, []],
    ],
  )
  const [{ changes, findings }, stock] = series
  assert.ok(Math.abs(changes[0].before - 50) < 0.1 && Math.abs(changes[0].after - 90) < 0.1)
  assert.equal(
    findings.map(({ method, phase, at }) => [method, phase, at]),
    [
      ['novelty', 'raised', 300_000],
      ['ewma', 'raised', 301_000],
      ['level_shift', 'raised', 313_000],
      ['novelty', 'cleared', findings[3].at],
    ],
  )
  assert.equal(stock.findings, [])
})

test('should keep sources apart, and go on behind rows that cannot be read', async () => {
  const wrong = { line: 3, frame: new HomeostatError('HS_TAPE_MALFORMED', { value: 'x' }) }
  const rows = [...rowsOf(2, () => ({ m: 1 })), wrong, ...rowsOf(3, () => ({ m: 2 }), 'other')]
  const { series, rejected } = await analyzed(rows)
  assert.equal(
    series.map(({ source, samples }) => [source, samples]),
    [
      ['shop', 2],
      ['other', 3],
    ],
  )
  assert.equal(rejected, [wrong.frame])
})

test('should have nothing to say of nothing', async () => {
  assert.equal(await analyzed([]), { series: [], rejected: [] })
})

function rowsOf(count: number, metricsOf: (i: number) => Record<string, number>, source = 'shop'): TapeRow[] {
  return Array.from({ length: count }, (_, i) => {
    const metrics = metricsOf(i)
    const names = Object.keys(metrics)
    return {
      line: i + 2,
      frame: { source, at: 1000 * i, names, values: Float64Array.from(names, (name) => metrics[name]), labels: {} },
    }
  })
}

function analyzed(rows: readonly TapeRow[]) {
  async function* each() {
    yield* rows
  }
  return analyzeRows(each(), senseStage.processors, changePoints)
}

test.run()
