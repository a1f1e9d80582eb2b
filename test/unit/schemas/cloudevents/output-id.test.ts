import { v5 } from 'uuid'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { outputId } from '../../../../schemas/cloudevents/output-id.ts'

const id = ({ task = 3, input = 'an-id', key = 'default/web-1', index = 0 } = {}) =>
  outputId('log', 'sense', task, 'ewma', input, key, index)

test('should be the version 5 UUID of what the input is called in its namespace', () => {
  const name = ['log', 'sense', 3, 'ewma', 0, 5, 'an-id', 'default/web-1'].join('\0')
  assert.is(id(), v5(name, '6f1d2c0c-6d4b-4c5c-9a0e-5b1f8f4d7e21'))
})

test('should differ by each of its parts', () => {
  const others = [{ task: 2 }, { input: 'another' }, { key: 'default/web-2' }, { index: 1 }]
  assert.is(new Set([id(), ...others.map(id)]).size, 5)
})

test('should not confuse the end of an input with the beginning of a key', () => {
  assert.is.not(id({ input: 'a\0b', key: 'c' }), id({ input: 'a', key: 'b\0c' }))
})

test.run()
