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

test.run()
