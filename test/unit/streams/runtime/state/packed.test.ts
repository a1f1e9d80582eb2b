import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { codeOf } from '../../../../../schemas/core/homeostat-error.ts'
import { pack, unpack } from '../../../../../streams/runtime/state/packed.ts'

const parts = fc.array(fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)))

test('should give the parts back as they were', () => {
  fc.assert(
    fc.property(parts, (given) => {
      const sizes = given.map(({ length }) => length)
      assert.equal(unpack(pack(given), sizes), given)
    }),
  )
})

test('should halve states that repeat each other', () => {
  const names = Buffer.from('cpu_usage memory_usage disk_usage '.repeat(30))
  assert.ok(pack([names, names]).length < names.length / 2)
})

test('should name what was cut off, changed, or has another size than was written', () => {
  const packed = pack([Buffer.from('some bytes of a state')])
  const codeOfUnpacking = (bytes: Buffer, size: number) => {
    try {
      unpack(bytes, [size])
    } catch (error) {
      return codeOf(error)
    }
    return undefined
  }
  assert.is(codeOfUnpacking(packed.subarray(0, -4), 21), 'HS_RECORD_MALFORMED')
  assert.is(codeOfUnpacking(Buffer.from('no deflate'), 21), 'HS_RECORD_MALFORMED')
  assert.is(codeOfUnpacking(packed, 20), 'HS_RECORD_MALFORMED')
  assert.is(codeOfUnpacking(packed, 22), 'HS_RECORD_MALFORMED')
})

test.run()
