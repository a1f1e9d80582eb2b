import fc from 'fast-check'
import kafkajs from 'kafkajs'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { tasksAssigner } from '../../../../../../../streams/runtime/log/kafka/group/assigner.ts'
import { decodeClaims, encodeClaims } from '../../../../../../../streams/runtime/log/kafka/group/claims.ts'

const { MemberAssignment, MemberMetadata } = kafkajs.AssignerProtocol

/** The assigner as kafkajs makes it; of the cluster it asks only how many partitions a topic has. */
function assigner(tasks: number, claims: readonly number[], partitions: Readonly<Record<string, number>>) {
  const findTopicPartitionMetadata = (topic: string) => Array.from({ length: partitions[topic] }, () => ({}))
  const parts = { groupId: 'g', cluster: { findTopicPartitionMetadata }, logger: {} }
  // kafkajs hands over its own cluster and logger, of which nothing else is used.
  return tasksAssigner(tasks, () => claims)(parts as unknown as Parameters<ReturnType<typeof tasksAssigner>>[0])
}

test('should read back the claims that a member tells', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1_000_000)), (claims) => {
      const { metadata } = assigner(8, claims, {}).protocol({ topics: ['a'] })
      assert.equal(decodeClaims(MemberMetadata.decode(metadata)?.userData ?? Buffer.alloc(0)), claims)
    }),
  )
})

test('should take what it cannot read for no claim', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      const claims = decodeClaims(Buffer.from(bytes))
      assert.ok(claims.length === 0 || bytes[0] === 1)
    }),
  )
  assert.equal(decodeClaims(encodeClaims([1, 2]).subarray(0, 10)), [])
  assert.equal(decodeClaims(Buffer.from([2, 0, 0, 0, 0])), [])
})

test('should keep the partition of one number of all inputs together', async () => {
  const { assign, protocol } = assigner(4, [], { wide: 4, narrow: 2 })
  const { metadata } = protocol({ topics: ['wide', 'narrow'] })
  const members = ['b', 'a'].map((memberId) => ({ memberId, memberMetadata: metadata }))
  const assigned = await assign({ members, topics: ['wide', 'narrow'] })
  const shares = Object.fromEntries(
    assigned.map(({ memberId, memberAssignment }) => [memberId, MemberAssignment.decode(memberAssignment)?.assignment]),
  )
  assert.equal(shares, { a: { wide: [0, 1], narrow: [0, 1] }, b: { wide: [2, 3] } })
})

test.run()
