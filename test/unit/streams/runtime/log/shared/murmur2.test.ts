import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { murmur2 } from '../../../../../../streams/runtime/log/shared/murmur2.ts'
import { partitionOf } from '../../../../../../streams/runtime/log/shared/partition-of.ts'

// Kafka's own vectors: org.apache.kafka.common.utils.UtilsTest.testMurmur2
const vectors: readonly [key: string, hash: number][] = [
  ['21', -973932308],
  ['foobar', -790332482],
  ['a-little-bit-long-string', -985981536],
  ['a-little-bit-longer-string', -1486304829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
  ['abc', 479470107],
]

for (const [key, hash] of vectors) {
  test(`should hash ${key} as Kafka does`, () => assert.is(murmur2(Buffer.from(key)), hash))
}

test('should choose the partition from the hash without its sign', () => {
  for (const [key, hash] of vectors) assert.is(partitionOf(Buffer.from(key), 7), (hash & 0x7fffffff) % 7)
})

test('should send what has no key, and everything of a single partition, to partition 0', () => {
  assert.is(partitionOf(null, 7), 0)
  assert.is(partitionOf(Buffer.from('abc'), 1), 0)
})

test.run()
