import * as fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { addressOf, readChoice } from '../../../../../projections/console/shared/choice.js'
import { rangeNames } from '../../../../../projections/console/shared/ranges.js'

test('should find every choice again in its address', () => {
  const name = fc.option(fc.string({ unit: 'grapheme', minLength: 1 }), { nil: undefined })
  const choice = fc.record({
    source: name,
    metric: name,
    signal: name,
    range: fc.constantFrom(...rangeNames),
    filter: fc.string({ unit: 'grapheme' }),
    all: fc.boolean(),
  })
  fc.assert(fc.property(choice, (given) => assert.equal(read(addressOf(given)), { ...given })))
})

test('should leave to the page what an address does not say, or says wrongly', () => {
  const nothing = { source: undefined, metric: undefined, signal: undefined, range: '15m', filter: '', all: false }
  assert.equal(read('/'), nothing)
  assert.equal(read('/?source=&metric=&range=week&all=perhaps&other=1'), nothing)
})

function read(address: string) {
  return readChoice(new URL(address, 'http://page').searchParams)
}

test.run()
