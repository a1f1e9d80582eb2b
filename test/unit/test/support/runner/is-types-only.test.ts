import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { isTypesOnly } from '../../../../support/runner/is-types-only.ts'

test('should see that nothing is left of types, interfaces and imports of types', () => {
  assert.ok(isTypesOnly(`import type { A } from './a.ts'\n/** Why. */\nexport interface B extends A {}\nexport type C = B | A\n`))
})

test('should see that a constant, an enumeration or an import that loads is left', () => {
  assert.not(isTypesOnly('export type A = number\nexport const limit = 3\n'))
  assert.not(isTypesOnly('export enum Level { low }\n'))
  assert.not(isTypesOnly(`import { type A } from './a.ts'\nexport type B = A\n`))
})

test.run()
