import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { HomeostatError } from '../../../../schemas/core/homeostat-error.ts'
import { frameLimits } from '../../../../schemas/telemetry/frame-limits.ts'
import { type FrameDefaults, validateFrame } from '../../../../schemas/telemetry/validate-frame.ts'

const good = { source: 'web-1', at: 1_795_000_000_000, metrics: { cpu: 1.5, memory: -2 }, labels: { region: 'eu' } }

function refusalOf(json: unknown, defaults?: FrameDefaults): HomeostatError {
  try {
    validateFrame(json, defaults)
  } catch (error) {
    if (error instanceof HomeostatError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

test('should take a frame', () => {
  const { labels, values, ...rest } = validateFrame(good)
  assert.equal(rest, { source: 'web-1', at: 1_795_000_000_000, names: ['cpu', 'memory'] })
  assert.equal([...values], [1.5, -2])
  assert.equal({ ...labels }, { region: 'eu' })
})

test('should take times in RFC 3339 and what the caller gives for source and time', () => {
  assert.is(validateFrame({ ...good, at: '2026-11-21T10:00:00+01:00' }).at, Date.UTC(2026, 10, 21, 9))
  const frame = validateFrame({ metrics: { cpu: 1 } }, { source: 'web-2', at: 7 })
  assert.is(frame.source, 'web-2')
  assert.is(frame.at, 7)
  assert.equal(Object.keys(frame.labels), [])
})

test('should bring labelled metrics into their normal form', () => {
  assert.equal(validateFrame({ ...good, metrics: { 'up{b="2",a="1"}': 1 } }).names, ['up{a="1",b="2"}'])
  assert.is(refusalOf({ ...good, metrics: { 'up{b="2",a="1"}': 1, 'up{a="1",b="2"}': 2 } }).code, 'HS_FRAME_METRIC_TWICE')
})

test('should take names that every object has for metrics and labels like any other', () => {
  const json = JSON.parse('{"source":"s","at":1,"metrics":{"__proto__":1,"constructor":2},"labels":{"__proto__":"x"}}')
  const frame = validateFrame(json)
  assert.equal(frame.names, ['__proto__', 'constructor'])
  assert.equal([...frame.values], [1, 2])
  assert.equal(Object.entries(frame.labels), [['__proto__', 'x']])
})

const metrics = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, 1]))
const cases: readonly [what: string, code: string, json: unknown][] = [
  ['no frame', 'HS_FRAME_MALFORMED', null],
  ['a list', 'HS_FRAME_MALFORMED', [good]],
  ['a number', 'HS_FRAME_MALFORMED', 5],
  ['no metrics', 'HS_FRAME_MALFORMED', { ...good, metrics: undefined }],
  ['metrics as a list', 'HS_FRAME_MALFORMED', { ...good, metrics: [1] }],
  ['an unknown key', 'HS_FRAME_MALFORMED', { ...good, metric: {} }],
  [
    'a key named like a part of every object',
    'HS_FRAME_MALFORMED',
    JSON.parse('{"source":"s","at":1,"metrics":{"a":1},"__proto__":{}}'),
  ],
  ['empty metrics', 'HS_FRAME_EMPTY', { ...good, metrics: {} }],
  [
    '10,000 metrics',
    'HS_FRAME_TOO_MANY_METRICS',
    { ...good, metrics: metrics(Array.from({ length: 10_000 }, (_, i) => `m${i}`)) },
  ],
  ['a name of 10 kB', 'HS_METRIC_NAME_TOO_LONG', { ...good, metrics: metrics(['m'.repeat(10_240)]) }],
  ['an empty name', 'HS_METRIC_NAME_INVALID', { ...good, metrics: metrics(['']) }],
  ['a name with a line feed', 'HS_METRIC_NAME_INVALID', { ...good, metrics: metrics(['a\nb']) }],
  ['a name with half a character', 'HS_METRIC_NAME_INVALID', { ...good, metrics: metrics(['a\ud800']) }],
  ['NaN', 'HS_VALUE_NOT_FINITE', { ...good, metrics: { cpu: Number.NaN } }],
  ['infinity', 'HS_VALUE_NOT_FINITE', { ...good, metrics: { cpu: Number.NEGATIVE_INFINITY } }],
  ['a number as text', 'HS_VALUE_NOT_FINITE', { ...good, metrics: { cpu: '1' } }],
  ['null as a value', 'HS_VALUE_NOT_FINITE', { ...good, metrics: { cpu: null } }],
  ['1e308', 'HS_VALUE_OUT_OF_RANGE', { ...good, metrics: { cpu: -1e308 } }],
  ['no source', 'HS_SOURCE_INVALID', { ...good, source: undefined }],
  ['an empty source', 'HS_SOURCE_INVALID', { ...good, source: '' }],
  ['a source that is a number', 'HS_SOURCE_INVALID', { ...good, source: 5 }],
  ['a source of 257 bytes', 'HS_SOURCE_INVALID', { ...good, source: 's'.repeat(257) }],
  ['a source with a zero', 'HS_SOURCE_INVALID', { ...good, source: 'a\0b' }],
  ['no time', 'HS_FRAME_TIME_INVALID', { ...good, at: undefined }],
  ['half a millisecond', 'HS_FRAME_TIME_INVALID', { ...good, at: 0.5 }],
  ['a time in words', 'HS_FRAME_TIME_INVALID', { ...good, at: 'yesterday' }],
  ['a time without a zone', 'HS_FRAME_TIME_INVALID', { ...good, at: '2026-11-21T10:00:00' }],
  ['a day that does not exist', 'HS_FRAME_TIME_INVALID', { ...good, at: '2026-13-41T10:00:00Z' }],
  ['a time beyond all dates', 'HS_FRAME_TIME_INVALID', { ...good, at: 1e17 }],
  ['an object as time', 'HS_FRAME_TIME_INVALID', { ...good, at: {} }],
  ['labels as a list', 'HS_LABELS_INVALID', { ...good, labels: ['a'] }],
  ['a label that is a number', 'HS_LABELS_INVALID', { ...good, labels: { a: 1 } }],
  ['a label without a name', 'HS_LABELS_INVALID', { ...good, labels: { '': 'a' } }],
  ['a long label', 'HS_LABELS_INVALID', { ...good, labels: { a: 'x'.repeat(300) } }],
  [
    '100 labels',
    'HS_LABELS_INVALID',
    { ...good, labels: Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`l${i}`, ''])) },
  ],
]

for (const [what, code, json] of cases) {
  test(`should refuse ${what}`, () => assert.is(refusalOf(json).code, code))
}

test('should say where, what and how much in a refusal', () => {
  const tooMany = refusalOf(
    { ...good, metrics: metrics(Array.from({ length: 2_001 }, (_, i) => `m${i}`)) },
    { where: 'frames[3]' },
  )
  assert.is(tooMany.message, 'frames[3] has too many metrics (2001, at most 2000).')
  assert.is(tooMany.value, 2_001)
  assert.is(tooMany.limit, frameLimits.metrics)
  assert.match(refusalOf({ ...good, metrics: { cpu: 'NaN' } }).message, 'frame.metrics["cpu"] is "NaN"')
  assert.ok(refusalOf({ ...good, metrics: metrics(['m'.repeat(10_240)]) }).message.length < 200)
})

test('should take what lies at the limits', () => {
  const names = Array.from({ length: frameLimits.metrics }, (_, i) => String(i).padEnd(frameLimits.metricNameBytes, 'm'))
  assert.is(validateFrame({ ...good, source: 's'.repeat(256), metrics: metrics(names) }).names.length, 2_000)
  assert.is(validateFrame({ ...good, metrics: { cpu: -1e150 } }).values[0], -1e150)
})

test.run()
