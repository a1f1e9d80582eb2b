import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { newKeyPair, signingKey } from '../../../../ops/audit/audit-key.ts'
import { type VerifyPlan, type VerifyReport, verifyTrail } from '../../../../ops/audit/verify-trail.ts'
import type { AuditEntry } from '../../../../schemas/generated/records.ts'
import { chainOf, rewritten } from '../../../support/audit/chain.ts'
import { headOf } from '../../../support/audit/head.ts'

const key = signingKey(newKeyPair().privatePem, 'a test')
const chain = chainOf(5)
const head = headOf(chain[3], key)

test('should find a trail whole, and say what is not signed yet', () => {
  const { entries, heads, faults, notes } = verify(chain)
  assert.equal([entries, heads, faults], [5, 1, []])
  assert.equal(notes, ['Entries 5 to 5 of default are not signed yet.'])
})

test('should find a changed byte', () => {
  const changed = chain.map((entry) => (entry.n === 2 ? { ...entry, actor: 'ane' } : entry))
  found(verify(changed), [
    /^Entry 2 was changed: it says that its hash is [0-9a-f]{64}, and it is [0-9a-f]{64}\.$/,
    /read model differs/,
  ])
})

test('should find a removed tail by what was signed, and by the read model', () => {
  found(verify(chain.slice(0, 2)), [
    /^The head of entry 4 in the log, signed .*, shows that there were 4 entries, and there are 2: the tail was removed\.$/,
    /^The read model has entry 3, and the log has not\.$/,
    /entry 4/,
    /entry 5/,
  ])
})

test('should find a removed tail by a head that was kept elsewhere', () => {
  const kept = [{ file: 'kept.ndjson', lines: [{ line: 7, head }] }]
  const plan = { trail: trailOf(chain.slice(0, 2), []), kept, rows: 'there is none.' }
  found(verify(chain, plan), [/^The head of entry 4 in line 7 of kept\.ndjson, .* the tail was removed\.$/])
})

test('should find entries that were moved', () => {
  const [one, two, three, four, five] = chain
  found(verify([one, three, two, four, five]), [
    /^Behind entry 1 comes entry 3: entry 2 is missing there\.$/,
    /^Entry 2 stands behind entry 3: the order was changed, or it stands there twice\.$/,
  ])
})

test('should find entries that were moved and numbered anew', () => {
  const [one, two, three, four, five] = chain
  const report = verify([one, { ...three, n: 2 }, { ...two, n: 3 }, four, five])
  assert.match(report.faults[0], /^Entry 2 was changed/)
  assert.match(report.faults[1], /^Entry 2 does not follow from entry 1: it names [0-9a-f]{64}, and that entry has the hash/)
})

test('should find a chain that was written anew, with all its hashes', () => {
  const report = verify(rewritten(chain, 2, { actor: 'eve' }))
  assert.match(
    report.faults[0],
    /^The head of entry 4 in the log, .* shows the hash [0-9a-f]{64}, and that entry has [0-9a-f]{64}: the chain was written anew\.$/,
  )
  assert.match(report.faults[1], /^The read model differs from the log in entry 2: actor is "ann" and should be "eve", hash is/)
})

test('should find a head that was changed, one of a key that nobody trusts, and a line that is none', () => {
  const other = signingKey(newKeyPair().privatePem, 'another')
  const kept = [{ file: 'kept', lines: [{ line: 1, head: undefined }] }]
  found(verify(chain, { trail: trailOf(chain, [{ ...head, at: head.at + 1 }, headOf(chain[1], other)]), kept }), [
    /^Line 1 of kept is no head\.$/,
    /^The head of entry 4 in the log, .* was changed: its signature does not fit it\.$/,
    /^The head of entry 2 in the log, .* names a key that is not trusted: [0-9a-f]{64}\.$/,
  ])
})

test('should find a row that was changed, one that is missing and one that was added', () => {
  const rows = [
    ...chain.filter(({ n }) => n !== 3).map((row) => (row.n === 1 ? { ...row, object: 'x' } : row)),
    { ...chain[4], n: 6 },
  ]
  found(verify(chain, { rows }), [
    /^The read model differs from the log in entry 1: object is "x" and should be "dead\.letters\/1"\.$/,
    /^The read model lacks entry 3\.$/,
    /^The read model has entry 6, and the log has not\.$/,
  ])
})

test('should not miss rows that the read model has not come to', () => {
  assert.equal(verify(chain, { rows: chain.slice(0, 3), position: 3 }).faults, [])
})

test('should say when there is no read model to compare', () => {
  assert.ok(verify(chain, { rows: 'nothing is there.' }).notes.includes('The read model was not compared: nothing is there.'))
})

interface Given {
  readonly trail?: VerifyPlan['trail']
  readonly kept?: VerifyPlan['kept']
  readonly rows?: readonly AuditEntry[] | string
  readonly position?: number
}

function verify(entries: readonly AuditEntry[], { trail = trailOf(entries), kept = [], rows = chain, position = 5 }: Given = {}) {
  const table = typeof rows === 'string' ? rows : { tenant: 'default', rows: { rows, position } }
  return verifyTrail({ trail, kept, keys: [key], table })
}

function trailOf(entries: readonly AuditEntry[], heads = [head]): VerifyPlan['trail'] {
  return { entries: entries.map((entry, offset) => ({ offset, entry })), heads, faults: [] }
}

/** Exactly these faults, in this order. */
function found({ faults }: VerifyReport, patterns: readonly RegExp[]): void {
  assert.is(faults.length, patterns.length, faults.join('\n'))
  for (const [i, pattern] of patterns.entries()) assert.match(faults[i], pattern)
}

test.run()
