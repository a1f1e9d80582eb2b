import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { editionAt, type RuleBook, withChange } from '../../../../../streams/sense/rules/rule-book.ts'

const change = (digest: string, rules: readonly string[] = []) => ({ id: digest, at: 0, by: 'ann', digest, rules })

function bookOf(
  ...changes: readonly (readonly [now: number, digest: string, rules?: readonly string[]])[]
): RuleBook | undefined {
  return changes.reduce<RuleBook | undefined>(
    (book, [now, digest, rules]) => withChange(book, change(digest, rules), now),
    undefined,
  )
}

test('should give the rules of a time whatever came after it', () => {
  const book = bookOf([0, 'a'], [10, 'b'], [10, 'c'], [20, 'd'])
  const digests = [0, 5, 10, 15, 20, 25].map((now) => book && editionAt(book, now)?.digest)
  assert.equal(digests, [undefined, 'a', 'a', 'c', 'c', 'd'])
})

test('should be the same book when nothing has changed', () => {
  const book = bookOf([0, 'a'])
  assert.is(withChange(book, change('a'), 10), book)
})

test('should forget the oldest when there are too many or they are too large', () => {
  const many = bookOf(...Array.from({ length: 80 }, (_, i) => [i, `digest ${i}`] as const))
  assert.equal([many?.editions.length, many?.editions[0].digest], [50, 'digest 30'])
  const large = JSON.stringify({ name: 'x', note: 'y'.repeat(90_000) })
  const few = bookOf(...Array.from({ length: 10 }, (_, i) => [i, `digest ${i}`, [large]] as const))
  assert.is(few?.editions.length, 4)
})

test('should leave out what cannot be read', () => {
  assert.equal(
    bookOf([0, 'a', ['{"name":"x"}', '{"na']])?.editions[0].rules.map(({ name }) => name),
    ['x'],
  )
})

test.run()
