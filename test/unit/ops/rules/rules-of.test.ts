import { Ajv2020 } from 'ajv/dist/2020.js'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { rulesOf } from '../../../../ops/rules/rules-of.ts'
import { rulesSchema } from '../../../../ops/rules/rules-schema.ts'
import { codeOf, HomeostatError } from '../../../../schemas/core/homeostat-error.ts'

const busy = { name: 'busy', metric: 'queue', above: 10 }

test('should give every rule with all of its settings', () => {
  const quiet = [
    { days: ['sat', 'sun'], from: '22:00', to: '06:30' },
    { from: '00:00', to: '01:00' },
  ]
  const [rule] = rulesOf({ rules: [{ ...busy, for: '5m', quiet, labels: { b: '2', a: '1' } }] })
  assert.equal(rule, {
    name: 'busy',
    source: '*',
    metric: 'queue',
    labels: { a: '1', b: '2' },
    above: 10,
    below: null,
    detector: '',
    settings: {},
    forMs: 300_000,
    clearMs: 300_000,
    severity: 'warning',
    quiet: [
      { days: [6, 0], from: 1_320, to: 390 },
      { days: [0, 1, 2, 3, 4, 5, 6], from: 0, to: 60 },
    ],
    note: '',
  })
  const same = rulesOf({ rules: [{ labels: { a: '1', b: '2' }, quiet, for: '5m', ...busy }] })
  assert.is(JSON.stringify(same[0]), JSON.stringify(rule)) // in whatever order it was written
  assert.is(rulesOf({ rules: [{ ...busy, for: '5m', clearAfter: '30s' }] })[0].clearMs, 30_000)
})

test('should take no document for no rules', () => {
  for (const document of [undefined, null, {}, { rules: [] }]) assert.equal(rulesOf(document), [])
})

test('should say which rule is wrong, and what', () => {
  const wrong: readonly [rules: readonly unknown[], message: RegExp][] = [
    [[busy, { ...busy }], /^busy: there are two rules of this name/],
    [[{ ...busy, above: null }], /^busy: it needs either a bound \(above, below\) or a detector/],
    [[{ ...busy, detector: 'ewma' }], /^busy: it needs either/],
    [[{ ...busy, below: 10 }], /^busy: below \(10\) must be less than above \(10\)/],
    [[{ ...busy, settings: { bound: 2 } }], /^busy: settings belong to a detector/],
    [[{ name: 'early', metric: 'x', detector: 'ewma', for: '1m' }], /^early: for and clearAfter belong to a bound/],
    [[{ name: 'early', metric: 'x', detector: 'ewma', settings: { raiseSpread: 2 } }], /^early: ewma\.raiseSpread: /],
    [[{ name: 'early', metric: 'x', detector: 'level_shift', settings: { memory: 2 } }], /^early: level-shift\.memory: /],
    [[{ name: 'early', metric: 'x', detector: 'guess' }], /^rules: rules\.rules\.0/],
    [[{ ...busy, for: '8d' }], /^busy: 8d is longer than 7d/],
    [[{ ...busy, for: 'soon' }], /^rules: rules\.rules\.0\.for/],
    [[{ ...busy, quiet: [{ from: '24:00', to: '01:00' }] }], /^rules: rules\.rules\.0\.quiet/],
    [[{ ...busy, abov: 1 }], /^rules: rules\.rules\.0\.abov/],
    [[{ metric: 'x', above: 1 }], /^rules: rules\.rules\.0\.name/],
    [[{ ...busy, name: 'a b' }], /^rules: rules\.rules\.0\.name/],
    [
      Array.from({ length: 200 }, (_, i) => ({ ...busy, name: `r${i}`, note: 'x'.repeat(500) })),
      /^The rules have \d+ characters/,
    ],
  ]
  for (const [rules, message] of wrong) {
    const error = errorOf({ rules })
    assert.is(codeOf(error), 'HS_RULES_INVALID')
    assert.match(error.message, message)
  }
  assert.match(errorOf([]).message, /^rules: /)
})

test('should publish a schema that says the same', () => {
  const check = new Ajv2020({ strict: false }).compile(JSON.parse(JSON.stringify(rulesSchema())))
  assert.is(check({ rules: [{ ...busy, quiet: [{ from: '22:00', to: '06:00' }] }] }), true)
  assert.is(check({ rules: [{ ...busy, abov: 1 }] }), false)
  assert.is(check({ rules: [{ ...busy, for: 'soon' }] }), false)
})

function errorOf(document: unknown): HomeostatError {
  try {
    rulesOf(document)
  } catch (error) {
    if (error instanceof HomeostatError) return error
    throw error
  }
  throw new Error('it was taken')
}

test.run()
