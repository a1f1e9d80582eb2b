import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { bandsOf } from '../../../../../projections/console/shared/bands.js'
import { textOf } from '../../../../../projections/console/shared/html.js'
import type { Charts, Series, Signal, Source } from '../../../../../projections/console/shared/shapes.ts'
import { outline } from '../../../../../projections/console/shared/views/outline.js'
import { withGaps } from '../../../../../projections/console/shared/with-gaps.js'

const NOON = Date.UTC(2026, 0, 31, 12)

test('should leave a hole where nothing was measured for much longer than usual', () => {
  const gapped = withGaps(aSeries([0, 1, 2, 9, 10], [1, 2, 3, 4, 5]))
  assert.equal(gapped.at, [0, 1, 2, 3, 9, 10])
  assert.equal(gapped.value, [1, 2, 3, null, 4, 5])
  assert.equal(gapped.high, [1, 2, 3, null, 4, 5])
  assert.equal(withGaps(aSeries([], [])).at, [])
  assert.equal(withGaps(aSeries([5], [null])).value, [null])
})

test('should know the expected band for the time of a signal alone', () => {
  const charts = someCharts([
    aSignal({ id: 'open', from: NOON + 1_000, raisedAt: NOON + 2_000 }),
    aSignal({ id: 'over', from: NOON - 5_000, raisedAt: NOON - 4_000, clearedAt: NOON + 500 }),
    aSignal({ id: 'past', from: NOON - 5_000, raisedAt: NOON - 4_000, clearedAt: NOON - 3_000 }),
    aSignal({ id: 'other', metric: 'other' }),
  ])
  assert.equal(
    bandsOf('cpu', charts).map(({ id, since, raisedAt, until }) => [id, since - NOON, raisedAt - NOON, until - NOON]),
    [
      ['open', 1_000, 2_000, 10_000],
      ['over', -5_000, -4_000, 500],
    ],
  )
})

test('should outline a series within its frame, whatever its values', () => {
  for (const values of [
    [1, 2, 3],
    [0, 0, 0],
    [null, -1e300, 1e300],
    [null, null, null],
  ]) {
    const text = textOf(
      outline(aSeries([NOON, NOON + 5_000, NOON + 10_000], values), someCharts([aSignal({ low: -1e9, high: 1e9 })])),
    )
    if (values.every((value) => value === null)) assert.match(text, 'No samples in this range.')
    assert.not.match(text, /NaN|Infinity/)
    for (const [, y] of text.matchAll(/[ML][\d.]+ ([-\d.]+)/g)) assert.ok(Number(y) >= 0 && Number(y) <= 140, text)
  }
})

function aSeries(at: number[], value: (number | null)[]): Series {
  const known = { source: 'web-1', metric: 'cpu', unit: '%', resolution: 'detail' } as const
  return { ...known, samples: at.length, at, value, low: value, high: value }
}

function someCharts(signals: Signal[]): Charts {
  const source: Source = {
    source: 'web-1',
    firstSeen: null,
    lastSeen: null,
    forgotten: false,
    frames: 0,
    metrics: 1,
    late: {},
    learning: [],
  }
  return { source, from: NOON, to: NOON + 10_000, metrics: ['cpu'], series: [], signals }
}

function aSignal(
  given: Partial<Omit<Signal, 'from' | 'raisedAt' | 'clearedAt'>> & { from?: number; raisedAt?: number; clearedAt?: number },
): Signal {
  const { from = NOON, raisedAt = NOON, clearedAt, ...rest } = given
  const time = (at: number) => new Date(at).toISOString()
  return {
    id: 'a',
    source: 'web-1',
    metric: 'cpu',
    method: 'ewma',
    rule: null,
    severity: 'warning',
    open: clearedAt === undefined,
    at: time(clearedAt ?? raisedAt),
    raisedAt: time(raisedAt),
    clearedAt: clearedAt === undefined ? null : time(clearedAt),
    from: time(from),
    score: 0.9,
    value: 3,
    expected: 1,
    low: 0,
    high: 2,
    acknowledged: null,
    falseAlarm: null,
    unit: '%',
    hint: '',
    held: null,
    ...rest,
  }
}

test.run()
