import { readFileSync } from 'node:fs'
import zlib from 'node:zlib'
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { HomeostatError } from '../../../../../../../schemas/core/homeostat-error.ts'
import { decompress } from '../../../../../../../streams/runtime/log/kafka/fetch/decompress.ts'
import { readBatches } from '../../../../../../../streams/runtime/log/kafka/fetch/read-batches.ts'

/** Forty records `key-N`, `{"metric":"latency_p99","value":N}` by Kafka 4.3.1's console producer, as the broker serves them. */
const fixture = new URL('../../../../../../fixtures/kafka/batches-of-java-client.json', import.meta.url)
const batchesByCodec: Record<string, string> = JSON.parse(readFileSync(fixture, 'utf8'))

for (const [codec, text] of Object.entries(batchesByCodec)) {
  const batches = Buffer.from(text, 'base64')

  test(`should read what Java's client compressed with ${codec}`, () => {
    const { records, next } = readBatches({ batches, aborted: [], highWatermark: 40 }, 0)
    const read = records.map(({ offset, key, value }) => [offset, String(key), String(value)])
    const expected = Array.from({ length: 40 }, (_, at) => [at, `key-${at + 1}`, `{"metric":"latency_p99","value":${at + 1}}`])
    assert.equal(read, expected)
    assert.is(next, 40)
  })

  test(`should end with a named error, or with other bytes, when bits of ${codec} are turned or missing`, () => {
    const codecNumber = batches[22] & 7
    const body = batches.subarray(61)
    fc.assert(
      fc.property(fc.nat(body.length), fc.array(fc.tuple(fc.nat(body.length - 1), fc.nat(7)), { maxLength: 4 }), (cut, flips) => {
        const damaged = Buffer.from(cut === 0 ? body : body.subarray(0, cut))
        for (const [at, bit] of flips) if (at < damaged.length) damaged[at] ^= 1 << bit
        try {
          assert.ok(Buffer.isBuffer(decompress(codecNumber, damaged)))
        } catch (error) {
          assert.ok(error instanceof HomeostatError && error.code === 'HS_BATCH_CORRUPT', String(error))
        }
      }),
      { numRuns: 300 },
    )
  })
}

test('should refuse a batch that grows beyond the bound', () => {
  const bomb = zlib.gzipSync(Buffer.alloc(65_000_000))
  assert.throws(
    () => decompress(1, bomb),
    (error: unknown) => error instanceof HomeostatError && error.code === 'HS_BATCH_CORRUPT',
  )
})

test('should name a codec that it does not know', () => {
  assert.throws(
    () => decompress(5, Buffer.alloc(9)),
    (error: unknown) => error instanceof HomeostatError && error.code === 'HS_CODEC_FOREIGN',
  )
})

test.run()
