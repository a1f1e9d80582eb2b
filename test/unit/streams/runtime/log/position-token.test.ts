import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { readPositionToken, writePositionToken } from '../../../../../streams/runtime/log/position-token.ts'

const place = fc.record({ topic: fc.string(), partition: fc.nat(), offset: fc.maxSafeNat() }, { noNullPrototype: true })

test('should carry log and positions as they are', () => {
  fc.assert(
    fc.property(fc.string(), fc.array(place, { maxLength: 20 }), (logId, positions) => {
      assert.equal(readPositionToken(writePositionToken({ logId, positions })), { logId, positions })
    }),
  )
})

test('should refuse whatever else it is given, by one name', () => {
  const forged = [
    [1, []],
    ['log', {}],
    ['log', [['topic', 0]]],
    ['log', [['topic', 0, -1]]],
    ['log', [['topic', 0.5, 1]]],
    ['log', [[7, 0, 1]]],
    ['log', [null]],
    ['log'],
    null,
  ]
  const given: unknown[] = forged.map((json) => Buffer.from(JSON.stringify(json)).toString('base64url'))
  for (const token of [...given, '', 'x', undefined, ['a', 'b'], 'A'.repeat(10_000)]) {
    try {
      readPositionToken(token)
      assert.unreachable(String(token))
    } catch (error) {
      assert.is(Object(error).code, 'HS_POSITION_INVALID')
    }
  }
})

test.run()
