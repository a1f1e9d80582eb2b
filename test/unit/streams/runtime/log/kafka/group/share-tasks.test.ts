import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { type ClaimingMember, shareTasks } from '../../../../../../../streams/runtime/log/kafka/group/share-tasks.ts'

const memberIds = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,6}$/), { minLength: 1, maxLength: 8 })
const anyClaims = fc.array(fc.integer({ min: -2, max: 40 }), { maxLength: 40 })
const group = fc.record({
  tasks: fc.integer({ min: 0, max: 32 }),
  members: memberIds.chain((ids) => fc.tuple(...ids.map((id) => anyClaims.map((claims): ClaimingMember => ({ id, claims }))))),
})

test('should give every task to exactly one member and nobody more than one ahead', () => {
  fc.assert(
    fc.property(group, ({ tasks, members }) => {
      const shares = [...shareTasks(tasks, members).values()]
      assert.equal(
        shares.flat().sort((a, b) => a - b),
        Array.from({ length: tasks }, (_, task) => task),
      )
      const sizes = shares.map((share) => share.length)
      assert.is(sizes.length, members.length)
      assert.ok(Math.max(...sizes) - Math.min(...sizes) <= 1)
    }),
  )
})

test('should share alike whatever the order of the members', () => {
  fc.assert(
    fc.property(group, ({ tasks, members }) => {
      assert.equal(Object.fromEntries(shareTasks(tasks, members)), Object.fromEntries(shareTasks(tasks, members.toReversed())))
    }),
  )
})

test('should move nothing while the members stay', () => {
  fc.assert(
    fc.property(group, ({ tasks, members }) => {
      const first = shareTasks(tasks, members)
      const again = shareTasks(
        tasks,
        [...first].map(([id, claims]) => ({ id, claims })),
      )
      assert.equal(Object.fromEntries(again), Object.fromEntries(first))
    }),
  )
})

test('should move to a newcomer only its share, and from one who leaves only what it had', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 32 }), memberIds, (tasks, ids) => {
      const settled = shareTasks(tasks, ids.map(withoutClaims))
      const claims = [...settled].map(([id, share]) => ({ id, claims: share }))
      const joined = shareTasks(tasks, [...claims, withoutClaims('newcomer')])
      assert.is(moved(settled, joined), joined.get('newcomer')?.length)
      if (ids.length === 1) return
      const left = shareTasks(tasks, claims.slice(1))
      assert.is(moved(settled, left), claims[0].claims.length)
    }),
  )
})

function withoutClaims(id: string): ClaimingMember {
  return { id, claims: [] }
}

/** How many tasks have another member than before. */
function moved(before: ReadonlyMap<string, readonly number[]>, after: ReadonlyMap<string, readonly number[]>): number {
  return [...after].flatMap(([id, share]) => share.filter((task) => !before.get(id)?.includes(task))).length
}

test.run()
