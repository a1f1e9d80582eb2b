import { v5 } from 'uuid'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { outputId } from '../../../../schemas/cloudevents/output-id.ts'

const id = (changes: Partial<Record<'key' | 'index' | 'offset', string | number>> = {}) =>
  outputId(
    'log',
    'sense',
    'ewma',
    'system.telemetry.raw',
    3,
    Number(changes.offset ?? 42),
    String(changes.key ?? 'default/web-1'),
    Number(changes.index ?? 0),
  )

test('should be the version 5 UUID of the position in its namespace', () => {
  const name = ['log', 'sense', 'ewma', 'system.telemetry.raw', 3, 42, 0, 'default/web-1'].join('\0')
  assert.is(id(), v5(name, '6f1d2c0c-6d4b-4c5c-9a0e-5b1f8f4d7e21'))
})

test('should differ by each part of the position', () => {
  assert.is(new Set([id(), id({ offset: 43 }), id({ key: 'default/web-2' }), id({ index: 1 })]).size, 4)
})

test('should not confuse a key that ends in a number with an index', () => {
  assert.is.not(id({ key: 'a\u00001', index: 0 }), id({ key: 'a', index: 1 }))
})

test.run()
