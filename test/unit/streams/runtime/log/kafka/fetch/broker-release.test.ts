import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { codeOf } from '../../../../../../../schemas/core/homeostat-error.ts'
import { decodeRelease } from '../../../../../../../streams/runtime/log/kafka/fetch/broker-release.ts'
import { flexibleWriter } from '../../../../../../../streams/runtime/log/kafka/fetch/flexible.ts'

/** An answer of a broker that knows the metadata of a cluster up to this level. */
function answer(level: number | undefined): Buffer {
  const features = flexibleWriter()
    .array(level === undefined ? [] : ['group.version', 'metadata.version'], (name, writer) =>
      writer
        .string(name)
        .int16(0)
        .int16(name === 'metadata.version' ? (level ?? 0) : 1)
        .noTags(),
    )
    .bytes()
  const front = flexibleWriter()
    .int16(0)
    .array([18, 3], (api, writer) => writer.int16(api).int16(0).int16(4).noTags())
    .int32(0)
    .bytes()
  return Buffer.concat([front, Buffer.from([1, 0, features.length]), features])
}

test('should know the release of a broker by the level of the metadata that it knows', () => {
  for (const [level, release] of [
    [7, '3.3'],
    [25, '4.0'],
    [26, '4.1'],
    [29, '4.2'],
    [30, '4.3'],
    [31, 'later than 4.3'],
    [3, undefined],
    [undefined, undefined],
  ] as const)
    assert.is(decodeRelease(answer(level)), release)
})

test('should name an answer that ends too soon', () => {
  const whole = answer(30)
  for (const length of [0, 3, 9, whole.length - 1])
    try {
      decodeRelease(whole.subarray(0, length))
      assert.unreachable()
    } catch (error) {
      assert.is(codeOf(error), 'HS_BATCH_CORRUPT')
    }
})

test.run()
