import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { kindOf, kinds } from '../../../../streams/sense/series-limits.ts'

test('should know direction and unit of a sensor, with and without labels', () => {
  assert.is(kinds[kindOf('cpu_usage')].direction, 1)
  assert.is(kinds[kindOf('memory_available')].direction, -1)
  assert.is(kindOf('disk_usage{mount="/"}'), kindOf('disk_usage'))
  assert.is(kinds[kindOf('disk_usage')].unit, '%')
})

test('should take both directions of what it does not know as worse', () => {
  for (const name of ['orders', '__proto__', 'constructor', '', '{']) assert.is(kindOf(name), 0)
  assert.is(kinds[0].direction, 0)
})

test('should have a spread above zero for every kind', () => {
  for (const { floor, share } of kinds) assert.ok(floor > 0 && share > 0)
})

test.run()
