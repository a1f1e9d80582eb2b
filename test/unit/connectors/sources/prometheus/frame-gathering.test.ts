import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { frameGathering } from '../../../../../connectors/sources/prometheus/frame-gathering.ts'
import type { PrometheusQuery } from '../../../../../connectors/sources/prometheus/query.ts'
import { validateFrame } from '../../../../../schemas/telemetry/validate-frame.ts'

const at = 1_700_000_000_000

function gathering(maxSeries = 100) {
  return frameGathering({ at, server: 'prod', prefix: '', labels: { region: 'eu' }, maxSeries })
}

function query(name: string, groupBy: readonly string[] = ['instance']): PrometheusQuery {
  return { name, expression: 'x', unit: '', direction: '', groupBy }
}

test('should make one frame of a source out of the answers of all queries', () => {
  const all = gathering()
  all.add(query('cpu_usage'), [
    { labels: { instance: 'a' }, value: 1 },
    { labels: { instance: 'b' }, value: 2 },
  ])
  all.add(query('disk_usage'), [{ labels: { __name__: 'x', instance: 'a', mount: '/', dev: 'sda' }, value: 3 }])
  const { frames } = all.frames()
  assert.equal(
    frames.map(({ source, names, values }) => [source, names, [...values]]),
    [
      ['a', ['cpu_usage', 'disk_usage{dev="sda",mount="/"}'], [1, 3]],
      ['b', ['cpu_usage'], [2]],
    ],
  )
  assert.ok(frames.every((frame) => frame.at === at && frame.labels.region === 'eu'))
})

test('should join several labels, and take the server for what is not grouped', () => {
  const all = gathering()
  all.add(query('error_rate', ['namespace', 'pod']), [{ labels: { pod: 'p', namespace: 'n' }, value: 1 }])
  all.add(query('throughput', []), [{ labels: {}, value: 2 }])
  assert.equal(
    all.frames().frames.map(({ source }) => source),
    ['n/p', 'prod'],
  )
})

test('should drop what is no number, or has no source, and count it', () => {
  const all = gathering()
  const { series, dropped, error } = all.add(query('x'), [
    { labels: { instance: 'a' }, value: Number.NaN },
    { labels: { instance: 'a' }, value: Number.POSITIVE_INFINITY },
    { labels: { instance: 'a' }, value: 1e200 },
    { labels: {}, value: 1 },
    { labels: { instance: 'b\u0007' }, value: 1 },
    { labels: { instance: 'a', k: 'v'.repeat(600) }, value: 1 },
    { labels: { instance: 'a' }, value: 5 },
  ])
  assert.is(series, 1)
  assert.equal(dropped, { not_finite: 2, out_of_range: 1, label_missing: 1, name_invalid: 2 })
  assert.is(error, undefined)
})

test('should name a query without series, and one without the labels of a source', () => {
  assert.is(gathering().add(query('x'), []).error?.code, 'HS_PROM_EMPTY')
  const { error } = gathering().add(query('x'), [{ labels: { job: 'a' }, value: 1 }])
  assert.is(error?.code, 'HS_PROM_LABEL_MISSING')
})

test('should take the first series in order of their names of too many, whatever order they come in', () => {
  const samples = Array.from({ length: 100_000 }, (_, i) => ({ labels: { instance: String(100_000 + i) }, value: i }))
  for (const given of [samples, samples.toReversed()]) {
    const all = gathering(1_000)
    const { series, dropped, error } = all.add(query('x'), given)
    assert.equal([series, dropped.over_limit], [1_000, 99_000])
    assert.equal([error?.code, error?.value, error?.limit], ['HS_PROM_SERIES_TOO_MANY', 100_000, 1_000])
    const sources = all.frames().frames.map(({ source }) => source)
    assert.equal([sources[0], sources.length, sources.at(-1)], ['100000', 1_000, '100999'])
  }
})

test('should take nothing of a query whose series are there already', () => {
  const all = gathering()
  all.add(query('x'), [{ labels: { instance: 'a' }, value: 1 }])
  const { series, dropped, error } = all.add(query('x'), [
    { labels: { instance: 'b' }, value: 2 },
    { labels: { instance: 'a' }, value: 3 },
  ])
  assert.equal([series, dropped.twice, error?.code], [0, 2, 'HS_PROM_SERIES_TWICE'])
  const { frames } = all.frames()
  assert.equal(
    frames.map(({ source, values }) => [source, ...values]),
    [['a', 1]],
  )
})

test('should cut a frame to what a frame may have, and name it', () => {
  const all = gathering(5_000)
  const samples = Array.from({ length: 2_100 }, (_, i) => ({ labels: { instance: 'a', i: String(10_000 + i) }, value: i }))
  all.add(query('x'), samples)
  const { frames, cut, error } = all.frames()
  assert.equal([frames[0].names.length, cut], [2_000, 100])
  assert.equal([error?.code, error?.value, error?.limit], ['HS_PROM_METRICS_TOO_MANY', 2_100, 2_000])
})

const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 20 }), fc.constantFrom('a', 'b', '', '"', '\\', '\n', '{', '}'))
const sample = fc.record({
  labels: fc.dictionary(fc.constantFrom('instance', 'mount', 'code', '__name__', '__proto__'), text, { maxKeys: 4 }),
  value: fc.oneof(fc.double(), fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, 1e151, -0)),
})

test('should make only frames that are taken everywhere, and lose no series without counting it', () => {
  fc.assert(
    fc.property(fc.array(fc.array(sample, { maxLength: 8 }), { maxLength: 4 }), (answers) => {
      const all = gathering(4)
      let taken = 0
      for (const [index, samples] of answers.entries()) {
        const { series, dropped } = all.add(query(index < 2 ? 'x' : `x${index}`), samples)
        taken += series
        const lost = Object.values(dropped).reduce((sum, count) => sum + count, 0)
        assert.is(series + lost, samples.length)
      }
      let framed = 0
      for (const { names, values, ...frame } of all.frames().frames) {
        const metrics = Object.fromEntries(names.map((name, i) => [name, values[i]]))
        assert.equal([...validateFrame({ ...frame, metrics }).names], [...names])
        framed += names.length
      }
      assert.is(framed, taken)
    }),
  )
})

test.run()
