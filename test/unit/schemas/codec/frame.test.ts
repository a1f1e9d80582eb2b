import avsc from 'avsc'
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Codec, FrameView } from '../../../../schemas/codec/codec.ts'
import { createCodec } from '../../../../schemas/codec/create-codec.ts'
import { fullNames, recordSchemas } from '../../../../schemas/generated/records.ts'
import { codeThrown } from '../support/code-thrown.ts'
import { memoryCodec, memoryRegistry } from '../support/memory-registry.ts'

const frameType = avsc.Type.forSchema(recordSchemas.Frame as avsc.Schema)
const name = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom('__proto__', 'constructor', 'toString', '0', '17'),
)
const names = fc.uniqueArray(name, { maxLength: 20 })
const labels = fc
  .uniqueArray(fc.tuple(name, fc.string({ unit: 'grapheme' })), { maxLength: 3, selector: ([label]) => label })
  .map((entries) => record(entries))
const at = fc.integer({ min: -(2 ** 50), max: 2 ** 50 })
const frame = fc.record({ source: fc.string({ unit: 'grapheme', maxLength: 8 }), at, names, labels }).chain((parts) =>
  fc
    .array(fc.double({ min: -1e150, max: 1e150, noNaN: true }), {
      minLength: parts.names.length,
      maxLength: parts.names.length,
    })
    .map((values) => ({ ...parts, values: Float64Array.from(values) })),
)

/** An object without a prototype, whose keys may be any. */
function record<T>(entries: readonly (readonly [string, T])[]): Record<string, T> {
  const result: Record<string, T> = Object.create(null)
  for (const [key, value] of entries) result[key] = value
  return result
}

/** A frame as a plain value that outlives the view. */
function kept(view: FrameView) {
  return {
    source: view.source,
    at: view.at,
    names: [...view.names],
    values: [...view.values],
    labels: Object.entries(view.labels),
  }
}

function read(codec: Codec, bytes: Buffer): FrameView {
  const decoded = codec.decode(bytes)
  if (decoded.type !== 'Frame') throw new Error(`${decoded.type} is not a frame`)
  return decoded.value
}

function web1(changes: Partial<FrameView> = {}): FrameView {
  return {
    source: 'web-1',
    at: 1_795_000_000_000,
    names: ['cpu', 'memory'],
    values: Float64Array.of(1.5, -2),
    labels: { region: 'eu' },
    ...changes,
  }
}

/** The bytes of a frame whose metrics are written as the test says. */
function written(codec: Codec, metrics: readonly number[], tail: readonly number[] = [0]): Buffer {
  const head = codec.encodeFrame(web1({ names: [], values: new Float64Array(), labels: {} }))
  return Buffer.from([...head.subarray(0, head.length - 2), ...metrics, ...tail])
}

const one = [...Buffer.from(Float64Array.of(1).buffer)]
const two = [...Buffer.from(Float64Array.of(2).buffer)]

test('should read back any sequence of frames, whichever source they are of', async () => {
  const codec = await memoryCodec()
  fc.assert(
    fc.property(fc.array(frame, { minLength: 1, maxLength: 8 }), (frames) => {
      for (const one of [...frames, ...frames]) assert.equal(kept(read(codec, codec.encodeFrame(one))), kept(one))
    }),
  )
})

test('should write the same bytes as avsc', async () => {
  const codec = await memoryCodec()
  fc.assert(
    fc.property(frame, (one) => {
      const metrics = record(one.names.map((metric, index) => [metric, one.values[index]]))
      const names = Object.keys(metrics) // numbers first, as objects order them
      const values = Float64Array.from(names, (metric) => metrics[metric])
      const { source, at, labels } = one
      const bytes = codec.encodeFrame({ source, at, labels, names, values })
      assert.ok(bytes.equals(codec.encode('Frame', { source, at, labels, metrics })))
      assert.ok(bytes.subarray(5).equals(frameType.toBuffer({ source, at, labels, metrics })))
    }),
  )
})

test('should hand out one names array for as long as a source sends the same metrics, and to every source that does', async () => {
  const codec = await memoryCodec()
  const first = read(codec, codec.encodeFrame(web1())).names
  assert.is(read(codec, codec.encodeFrame(web1({ at: 7 }))).names, first)
  assert.is(read(codec, codec.encodeFrame(web1({ source: 'web-2', labels: {} }))).names, first)
  const changed = read(codec, codec.encodeFrame(web1({ names: ['cpu', 'swap'] }))).names
  assert.equal(changed, ['cpu', 'swap'])
  assert.is(read(codec, codec.encodeFrame(web1())).names, first)
})

test('should hand out one frozen labels object for as long as they are the same', async () => {
  const codec = await memoryCodec()
  const first = read(codec, codec.encodeFrame(web1())).labels
  assert.is(read(codec, codec.encodeFrame(web1({ at: 7 }))).labels, first)
  assert.ok(Object.isFrozen(first))
  assert.equal({ ...read(codec, codec.encodeFrame(web1({ labels: { region: 'us' } }))).labels }, { region: 'us' })
  assert.equal({ ...read(codec, codec.encodeFrame(web1({ labels: {} }))).labels }, {})
})

test('should take metrics named like parts of every object for what they are', async () => {
  const codec = await memoryCodec()
  const hostile = ['__proto__', 'constructor', 'hasOwnProperty']
  const view = read(
    codec,
    codec.encodeFrame(web1({ names: hostile, values: Float64Array.of(1, 2, 3), labels: record([['__proto__', 'x']]) })),
  )
  assert.equal(view.names, hostile)
  assert.equal([...view.values], [1, 2, 3])
  assert.equal(Object.entries(view.labels), [['__proto__', 'x']])
  assert.is(({} as Record<string, unknown>).x, undefined)
})

test('should read maps in several blocks, with and without their size in bytes', async () => {
  const codec = await memoryCodec()
  const cpu = [6, ...Buffer.from('cpu'), ...one]
  const memory = [12, ...Buffer.from('memory'), ...two]
  const label = [2, 107, 2, 118] // k = v
  const expected = { names: ['cpu', 'memory'], values: [1, 2], labels: [['k', 'v']] }
  const blocks = [
    [4, ...cpu, ...memory, 0],
    [2, ...cpu, 2, ...memory, 0],
    [3, (cpu.length + memory.length) * 2, ...cpu, ...memory, 0],
    [1, cpu.length * 2, ...cpu, 2, ...memory, 0],
  ]
  const views = blocks.flatMap((metrics) =>
    [
      [2, ...label, 0],
      [1, 8, ...label, 0],
    ].map((tail) => read(codec, written(codec, metrics, tail))),
  )
  for (const view of views) {
    const { names, labels } = kept(view)
    assert.equal({ names, values: [1, 2], labels }, expected)
    assert.is(view.names, views[0].names)
  }
})

test('should refuse a metric or label that occurs twice, in one block or in two', async () => {
  const codec = await memoryCodec()
  const cpu = [6, ...Buffer.from('cpu'), ...one]
  const label = [2, 107, 2, 118]
  assert.is(
    codeThrown(() => codec.decode(written(codec, [4, ...cpu, ...cpu, 0]))),
    'HS_RECORD_MALFORMED',
  )
  assert.is(
    codeThrown(() => codec.decode(written(codec, [2, ...cpu, 2, ...cpu, 0]))),
    'HS_RECORD_MALFORMED',
  )
  assert.is(
    codeThrown(() => codec.decode(written(codec, [0], [4, ...label, ...label, 0]))),
    'HS_RECORD_MALFORMED',
  )
  assert.is(
    codeThrown(() => codec.encodeFrame(web1({ names: ['cpu', 'cpu'] }))),
    'HS_RECORD_INVALID',
  )
})

test('should refuse lengths and counts that the record cannot hold', async () => {
  const codec = await memoryCodec()
  const huge = [0xfe, 0xff, 0xff, 0xff, 0xff, 0x1f] // 2^39 - 1
  const endless = Array.from({ length: 12 }, () => 0xff)
  const wrong = {
    'a count beyond the end': [...huge],
    'a block larger than the record': [1, ...huge],
    'a block of negative size': [1, 1],
    'a block of another size than announced': [1, 100, 6, ...Buffer.from('cpu'), ...one, 0],
    'a name beyond the end': [2, ...huge, ...one],
    'a name of negative length': [2, 1, ...one, 0],
    'a number without end': [...endless],
    'a name that is not UTF-8': [2, 4, 0xc3, 0x28, ...one, 0],
  }
  for (const [what, metrics] of Object.entries(wrong)) {
    assert.is(
      codeThrown(() => codec.decode(written(codec, metrics))),
      'HS_RECORD_MALFORMED',
      what,
    )
  }
})

test('should refuse every beginning of a frame, and a frame with bytes behind it, known or not', async () => {
  for (const warm of [false, true]) {
    const codec = await memoryCodec()
    const bytes = codec.encodeFrame(web1({ source: 'größer' }))
    if (warm) codec.decode(bytes)
    for (let length = 0; length < bytes.length; length++) {
      assert.is(
        codeThrown(() => codec.decode(bytes.subarray(0, length))),
        'HS_RECORD_MALFORMED',
        `${length} bytes`,
      )
    }
    assert.is(
      codeThrown(() => codec.decode(Buffer.concat([bytes, Buffer.from([0])]))),
      'HS_RECORD_MALFORMED',
    )
  }
})

test('should answer flipped bits with a frame or an error of its own, and read the next frame all the same', async () => {
  const codec = await memoryCodec()
  fc.assert(
    fc.property(frame, fc.array(fc.nat(), { minLength: 1, maxLength: 6 }), (one, flips) => {
      const bytes = codec.encodeFrame(one)
      codec.decode(bytes)
      const damaged = Buffer.from(bytes)
      for (const flip of flips) damaged[(flip >> 3) % damaged.length] ^= 1 << (flip & 7)
      assert.match(
        codeThrown(() => codec.decode(damaged)),
        /nothing|HS_RECORD_MALFORMED|HS_SCHEMA_UNKNOWN|HS_VALUE_/,
      )
      assert.equal(kept(read(codec, bytes)), kept(one))
    }),
    { numRuns: 2000 },
  )
})

test('should read frames all the same when it may remember next to nothing', async () => {
  const codec = await memoryCodec(4_000)
  for (let round = 0; round < 3; round++) {
    for (let source = 0; source < 50; source++) {
      const one = web1({ source: `web-${source}`, names: [`metric-${source}`, 'b'], labels: { host: String(source) } })
      assert.equal(kept(read(codec, codec.encodeFrame(one))), kept(one))
    }
  }
})

test('should read frames that were written with an earlier and with a later schema', async () => {
  const registry = await memoryRegistry()
  const earlier = {
    type: 'record',
    name: 'Frame',
    namespace: 'homeostat.telemetry',
    fields: [
      { name: 'at', type: 'long' },
      { name: 'source', type: 'string' },
      { name: 'metrics', type: { type: 'map', values: 'float' } },
    ],
  }
  const earlierId = await registry.register(fullNames.Frame, earlier)
  const codec = await createCodec({ registry })
  const later = {
    ...recordSchemas.Frame,
    fields: [...(recordSchemas.Frame as { fields: object[] }).fields, { name: 'seq', type: 'long', default: 0 }],
  }
  const laterId = await registry.register(fullNames.Frame, later)
  const record = (id: number, schema: object, value: object) => {
    const header = Buffer.from([0, 0, 0, 0, id])
    return Buffer.concat([header, avsc.Type.forSchema(schema as avsc.Schema).toBuffer(value)])
  }
  const value = { source: 'web-1', at: 5, metrics: { cpu: 1.5, memory: -2 }, labels: { region: 'eu' }, seq: 9 }
  const current = kept(read(codec, codec.encodeFrame(web1({ at: 5 }))))
  const unknown = record(laterId, later, value)
  assert.not(codec.knows(unknown))
  assert.is(
    codeThrown(() => codec.decode(unknown)),
    'HS_SCHEMA_UNKNOWN',
  )
  assert.is(codec.frameTime(unknown), undefined)
  await codec.learn(unknown)
  for (const bytes of [record(earlierId, earlier, value), unknown]) {
    assert.ok(codec.knows(bytes))
    assert.is(codec.frameTime(bytes), 5)
    assert.is(codec.typeOf(bytes), 'Frame')
  }
  assert.equal(kept(read(codec, record(laterId, later, value))), current)
  assert.equal(kept(read(codec, record(earlierId, earlier, value))), { ...current, labels: [] })
  assert.is(read(codec, record(earlierId, earlier, value)).names, read(codec, codec.encodeFrame(web1())).names)
  const wrong = { ...value, metrics: { cpu: Number.NaN } }
  assert.is(
    codeThrown(() => codec.decode(record(earlierId, earlier, wrong))),
    'HS_VALUE_NOT_FINITE',
  )
})

test('should tell the event time without the rest', async () => {
  const codec = await memoryCodec()
  const bytes = codec.encodeFrame(web1())
  assert.is(codec.frameTime(bytes), 1_795_000_000_000)
  assert.is(codec.frameTime(bytes.subarray(0, 8)), undefined)
  assert.is(codec.frameTime(codec.encode('Tick', { at: 5 })), undefined)
  assert.is(codec.frameTime(Buffer.alloc(0)), undefined)
})

test('should neither write nor read values that are not finite or too large to calculate with, and name the metric', async () => {
  const codec = await memoryCodec()
  const cases = [
    [Number.NaN, 'HS_VALUE_NOT_FINITE'],
    [Number.NEGATIVE_INFINITY, 'HS_VALUE_NOT_FINITE'],
    [1e308, 'HS_VALUE_OUT_OF_RANGE'],
  ] as const
  for (const [value, code] of cases) {
    for (const _known of [false, true]) {
      const { source, at } = web1()
      const bytes = codec.encode('Frame', { source, at, metrics: { cpu: 1, memory: value }, labels: {} })
      assert.is(
        codeThrown(() => codec.decode(bytes)),
        code,
      )
      assert.is(codec.frameTime(bytes), at)
    }
    const frame = web1({ values: Float64Array.of(1, value) })
    assert.is(
      codeThrown(() => codec.encodeFrame(frame)),
      code,
    )
    assert.throws(() => codec.encodeFrame(frame), /The frame of web-1 has \S+ for memory; it/)
    assert.equal(kept(read(codec, codec.encodeFrame(web1()))), kept(web1()))
  }
})

test('should refuse to write a frame whose time is no integer or whose values are not as many as its names', async () => {
  const codec = await memoryCodec()
  for (const at of [1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
    assert.is(
      codeThrown(() => codec.encodeFrame(web1({ at }))),
      'HS_RECORD_INVALID',
    )
  }
  assert.is(
    codeThrown(() => codec.encodeFrame(web1({ values: Float64Array.of(1) }))),
    'HS_RECORD_INVALID',
  )
})

test.run()
