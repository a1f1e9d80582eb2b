import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { matchesGlob } from '../../../../../streams/sense/requests/matches-glob.ts'

test('should let a star stand for any text and everything else for itself', () => {
  const fits: readonly [string, string][] = [
    ['*', ''],
    ['web', 'web'],
    ['web-*', 'web-1'],
    ['*-1', 'web-1'],
    ['w*b-*1', 'web-11'],
    ['**', 'x'],
    ['disk{path="/*"}', 'disk{path="/home"}'],
  ]
  for (const [pattern, name] of fits) assert.ok(matchesGlob(pattern, name), `${pattern} ${name}`)
  const others: readonly [string, string][] = [
    ['web', 'web-1'],
    ['web.1', 'web-1'],
    ['a*a', 'a'],
    ['a*b*c', 'acb'],
    ['*ab*ab', 'ab'],
    ['', 'x'],
  ]
  for (const [pattern, name] of others) assert.not(matchesGlob(pattern, name), `${pattern} ${name}`)
})

test('should say what a regular expression says', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '*', '.'), maxLength: 8 })
  const name = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 8 })
  fc.assert(
    fc.property(text, name, (pattern, value) => {
      const parts = pattern.split('*').map((part) => part.replaceAll('.', '\\.'))
      assert.is(matchesGlob(pattern, value), new RegExp(`^${parts.join('.*')}$`).test(value))
    }),
  )
})

test.run()
