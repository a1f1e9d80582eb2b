import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { isKeyOf } from '../../../../../streams/runtime/fold/is-key-of.ts'

test('should know the key of a source, with its tenant or alone', () => {
  assert.ok(isKeyOf('default/web-1', 'web-1'))
  assert.ok(isKeyOf('web-1', 'web-1'))
  assert.ok(isKeyOf('default/eu/web-1', 'eu/web-1'))
})

test('should not take a missing key, that of another source or the end of a longer name', () => {
  assert.not(isKeyOf('', 'web-1'))
  assert.not(isKeyOf('default/web-2', 'web-1'))
  assert.not(isKeyOf('default/my-web-1', 'web-1'))
})

test.run()
