import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { RecentMap } from '../../../../schemas/codec/recent-map.ts'

test('should never lose what is in use and takes less than half the limit', () => {
  const map = new RecentMap<number, string>(1000)
  map.set(0, 'kept', 10)
  for (let key = 1; key < 10_000; key++) {
    map.set(key, 'passing', 10)
    assert.is(map.get(0), 'kept')
  }
})

test('should hold no more than the limit and what was put in last', () => {
  const map = new RecentMap<number, string>(1000)
  for (let key = 0; key < 10_000; key++) map.set(key, 'passing', 10)
  const held = Array.from({ length: 10_000 }, (_, key) => key).filter((key) => map.get(key) !== undefined)
  assert.ok(held.length <= 102, `${held.length} are held`)
  assert.ok(held.includes(9_999))
  assert.is(map.get(0), undefined)
})

test('should let go of what is no longer asked for, long before the limit', () => {
  const map = new RecentMap<number, string>(1e9)
  const inUse = Array.from({ length: 100 }, (_, key) => key)
  for (let round = 0; round < 50_000; round++) {
    for (const key of inUse) if (map.get(key) === undefined) map.set(key, 'in use', 10)
    if (round % 10 === 0) map.set(1_000 + round, 'came and went', 10)
  }
  const left = Array.from({ length: 50_000 }, (_, round) => 1_000 + round).filter((key) => map.get(key) !== undefined)
  assert.ok(left.length > 0, 'the last is still held')
  assert.ok(left.length <= 100, `${left.length} of 5,000 are held`)
})

test('should lose nothing of many keys that are asked for in turn', () => {
  const map = new RecentMap<number, string>(1e9)
  let made = 0
  for (let round = 0; round < 400; round++) {
    for (let key = 0; key < 2_000; key++) {
      if (map.get(key) !== undefined) continue
      map.set(key, 'in use', 10)
      made++
    }
  }
  assert.is(made, 2_000)
})

test.run()
