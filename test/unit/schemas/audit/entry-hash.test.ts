import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { canonicalJson } from '../../../../schemas/audit/canonical-json.ts'
import { entryHash, NO_HASH, type UnhashedEntry } from '../../../../schemas/audit/entry-hash.ts'

const entry: UnhashedEntry = {
  form: 1,
  tenant: 'default',
  n: 1,
  at: 1_700_000_000_000,
  act: 'letter.replay',
  outcome: 'asked',
  actor: 'Zoë "the cat" Müller\n',
  object: 'dead.letters/0',
  details: { stage: 'sense', processor: '' },
  cause: { id: 'c', topic: 'control.requests', partition: 0, offset: 3 },
  previous: NO_HASH,
}

test('should hash the text that the guide describes, written here by hand', () => {
  const text = `{"act":"letter.replay","actor":"Zoë \\"the cat\\" Müller\\n","at":1700000000000,"cause":{"id":"c","offset":3,"partition":0,"topic":"control.requests"},"details":{"processor":"","stage":"sense"},"form":1,"n":1,"object":"dead.letters/0","outcome":"asked","previous":"${NO_HASH}","tenant":"default"}`
  assert.is(entryHash(entry), createHash('sha256').update(text, 'utf8').digest('hex'))
})

test('should not depend on the order in which details are given, and on nothing but the fields', () => {
  const turned = { ...entry, details: { processor: '', stage: 'sense' }, hash: 'what was there before' }
  assert.is(entryHash(turned), entryHash(entry))
})

test('should have another hash as soon as any field has another value', () => {
  const changes: readonly Partial<UnhashedEntry>[] = [
    { tenant: 'other' },
    { n: 2 },
    { at: 1 },
    { act: 'x' },
    { outcome: 'done' },
    { actor: 'x' },
    { object: 'x' },
    { details: {} },
    { details: { stage: 'sense', processor: 'ewma' } },
    { cause: { ...entry.cause, id: 'd' } },
    { cause: { ...entry.cause, topic: 'd' } },
    { cause: { ...entry.cause, partition: 1 } },
    { cause: { ...entry.cause, offset: 4 } },
    { previous: 'f'.repeat(64) },
    { form: 2 },
  ]
  const hashes = changes.map((change) => entryHash({ ...entry, ...change }))
  assert.is(new Set([...hashes, entryHash(entry)]).size, changes.length + 1)
})

test('should write JSON that means the same, with its names sorted, whatever the texts are', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), { noNullPrototype: true }),
      (details) => {
        const text = canonicalJson({ details })
        assert.equal(JSON.parse(text), { details })
        const names = Object.keys(details).sort()
        const positions = names.map((name) => text.indexOf(`${JSON.stringify(name)}:`))
        assert.ok(positions.every((position) => position > 0))
      },
    ),
  )
})

test.run()
