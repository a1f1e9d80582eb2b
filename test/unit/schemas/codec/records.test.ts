import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { avroTypes } from '../../../../schemas/codec/avro-types.ts'
import type { Codec } from '../../../../schemas/codec/codec.ts'
import { schemaNode } from '../../../../schemas/codec/schema-node.ts'
import { type RecordMap, type RecordName, recordSchemas, type Signal } from '../../../../schemas/generated/records.ts'
import { arbitraryOf } from '../support/arbitrary-of.ts'
import { codeThrown } from '../support/code-thrown.ts'
import { memoryCodec } from '../support/memory-registry.ts'

const signal: Signal = {
  id: 'a',
  source: 'web-1',
  metric: 'cpu',
  at: 1_795_000_000_000,
  phase: 'raised',
  method: 'level_shift',
  severity: 'warning',
  score: 0.9,
  value: 95,
  expected: 20,
  low: 10,
  high: 30,
  from: 1_794_999_000_000,
  rule: null,
  hint: 'CPU is at 95 %.',
  held: null,
}

const recordNames = (Object.keys(recordSchemas) as RecordName[]).filter((name) => name !== 'Frame') // keys of a Record<RecordName>

/** Records of a type with their bodies as avsc writes them. */
function examples<K extends RecordName>(name: K): fc.Arbitrary<{ value: RecordMap[K]; body: Buffer }> {
  const type = avroTypes[name]
  return arbitraryOf(schemaNode(recordSchemas[name])).map((value) => ({
    value: value as RecordMap[K],
    body: type.toBuffer(value),
  })) // made of its schema
}

/** Maps with a prototype, so that they can be compared. */
function plain(value: unknown): unknown {
  if (Buffer.isBuffer(value)) return value.toString('hex')
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]))
}

function headed(codec: Codec, name: RecordName, body: Buffer): Buffer {
  for (let id = 1; id <= recordNames.length + 1; id++) {
    const bytes = Buffer.concat([Buffer.from([0, 0, 0, 0, id]), body])
    if (codec.typeOf(bytes) === name) return bytes
  }
  throw new Error(`${name} has no id`)
}

test('should read back a record as a plain value', async () => {
  const codec = await memoryCodec()
  assert.equal(codec.decode(codec.encode('Signal', signal)), { type: 'Signal', value: signal })
})

test('should read every record as it was written, with the bytes of avsc', async () => {
  const codec = await memoryCodec()
  for (const name of recordNames) {
    fc.assert(
      fc.property(examples(name), ({ value, body }) => {
        assert.ok(codec.encode(name, value).subarray(5).equals(body))
        const decoded = codec.decode(headed(codec, name, body))
        assert.is(decoded.type, name)
        assert.is(fc.stringify(plain(decoded.value)), fc.stringify(plain(value)))
      }),
      { numRuns: 60 },
    )
  }
})

test('should refuse every beginning of a record and bytes behind it', async () => {
  const codec = await memoryCodec()
  for (const name of recordNames) {
    fc.assert(
      fc.property(examples(name), ({ body }) => {
        const bytes = headed(codec, name, body)
        for (let length = 0; length < bytes.length; length++) {
          assert.is(
            codeThrown(() => codec.decode(bytes.subarray(0, length))),
            'HS_RECORD_MALFORMED',
            `${name}, ${length} of ${bytes.length}`,
          )
        }
        assert.is(
          codeThrown(() => codec.decode(Buffer.concat([bytes, Buffer.from([0])]))),
          'HS_RECORD_MALFORMED',
        )
      }),
      { numRuns: 5 },
    )
  }
})

test('should answer any bytes with a record or an error of its own, at once', async () => {
  const codec = await memoryCodec()
  fc.assert(
    fc.property(fc.constantFrom(...recordNames), fc.uint8Array({ maxLength: 300 }), (name, body) => {
      assert.match(
        codeThrown(() => codec.decode(headed(codec, name, Buffer.from(body)))),
        /nothing|HS_RECORD_MALFORMED/,
      )
    }),
    { numRuns: 3000 },
  )
})

test('should not go through a count that the record cannot hold', async () => {
  const codec = await memoryCodec()
  const trillion = [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10]
  const opened = [0, 0, 0, ...trillion] // three empty texts, then the list of ancestors
  assert.is(
    codeThrown(() => codec.decode(headed(codec, 'Opened', Buffer.from(opened)))),
    'HS_RECORD_MALFORMED',
  )
})

test('should keep metrics of a map that are named like parts of every object', async () => {
  const codec = await memoryCodec()
  const metrics: Record<string, number> = JSON.parse('{"__proto__":1,"constructor":2}')
  const late = { source: 's', at: 1, reason: 'late', value: 1, limit: 1, arrival: 2, metrics, labels: {} } as const
  const decoded = codec.decode(codec.encode('LateFrame', late))
  if (decoded.type !== 'LateFrame') throw new Error('not a late frame')
  assert.equal(Object.entries(decoded.value.metrics), [
    ['__proto__', 1],
    ['constructor', 2],
  ])
})

test('should write records larger than its buffer', async () => {
  const codec = await memoryCodec()
  const hint = 'x'.repeat(300_000)
  const decoded = codec.decode(codec.encode('Signal', { ...signal, hint }))
  assert.is(decoded.type === 'Signal' && decoded.value.hint, hint)
  assert.equal(codec.decode(codec.encode('Signal', signal)).value, signal)
})

test('should name the field that cannot be written', async () => {
  const codec = await memoryCodec()
  for (const wrong of [{ at: Number.NaN }, { at: 2 ** 60 }, { phase: 'gone' }, { hint: 5 }, { held: 7 }]) {
    const value = { ...signal, ...wrong } as Signal // wrong on purpose
    assert.is(
      codeThrown(() => codec.encode('Signal', value)),
      'HS_RECORD_INVALID',
    )
    assert.throws(
      () => codec.encode('Signal', value),
      (error: Error) => error.message.includes(Object.keys(wrong)[0]),
    )
  }
})

test('should hold longs up to what a number can hold, and refuse others', async () => {
  const codec = await memoryCodec()
  fc.assert(
    fc.property(fc.integer({ min: -(2 ** 52), max: 2 ** 53 - 2 }), (at) => {
      assert.equal(codec.decode(codec.encode('Tick', { at })).value, { at })
    }),
  )
  const beyond = Buffer.from([0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01])
  assert.is(
    codeThrown(() => codec.decode(headed(codec, 'Tick', beyond))),
    'HS_RECORD_MALFORMED',
  )
})

test('should refuse what has no header, and an id that nobody knows', async () => {
  const codec = await memoryCodec()
  for (const bytes of [Buffer.alloc(0), Buffer.from([0, 0, 0, 0]), Buffer.from('{"at":5}')]) {
    assert.is(
      codeThrown(() => codec.decode(bytes)),
      'HS_RECORD_MALFORMED',
    )
    assert.is(codec.typeOf(bytes), undefined)
    assert.not(codec.knows(bytes))
    assert.is(codec.fingerprint(bytes), '')
  }
  const unknown = Buffer.from([0, 0xff, 0xff, 0xff, 0xff, 0])
  assert.is(
    codeThrown(() => codec.decode(unknown)),
    'HS_SCHEMA_UNKNOWN',
  )
  assert.is(await codec.learn(unknown).catch((error) => error.code), 'HS_SCHEMA_UNKNOWN')
})

test('should tell type and fingerprint of what it knows', async () => {
  const codec = await memoryCodec()
  const bytes = codec.encode('Signal', signal)
  assert.is(codec.typeOf(bytes), 'Signal')
  assert.ok(codec.knows(bytes))
  assert.match(codec.fingerprint(bytes), /^[0-9a-f]{32}$/)
  assert.is.not(codec.fingerprint(bytes), codec.fingerprint(codec.encode('Tick', { at: 1 })))
})

test.run()
