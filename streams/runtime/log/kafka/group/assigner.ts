import kafkajs, { type PartitionAssigner } from 'kafkajs'
import { decodeClaims, encodeClaims } from './claims.ts'
import { type ClaimingMember, shareTasks } from './share-tasks.ts'

/** Part of what all members of a group must have alike; a change of how tasks are shared needs another one. */
export const ASSIGNER_NAME = 'homeostat-tasks-1'

/**
 * The assigner of a group of `tasks`: a member gets, with a task, the partition of that number of every input that has one.
 *
 * @param claims the tasks that this process has at the moment of joining
 * @param topics inputs that a member must read, by the names of the cluster
 */
export function tasksAssigner(tasks: number, claims: () => readonly number[]): PartitionAssigner {
  return ({ cluster }) => ({
    name: ASSIGNER_NAME,
    version: 1,
    async assign({ members, topics }) {
      const shares = shareTasks(tasks, members.map(claimingMember))
      const partitions = new Map(topics.map((topic) => [topic, cluster.findTopicPartitionMetadata(topic).length]))
      return [...shares].map(([memberId, share]) => ({
        memberId,
        memberAssignment: kafkajs.AssignerProtocol.MemberAssignment.encode({
          version: 1,
          assignment: partitionsOf(share, partitions),
          userData: Buffer.alloc(0),
        }),
      }))
    },
    protocol: ({ topics }) => ({
      name: ASSIGNER_NAME,
      metadata: kafkajs.AssignerProtocol.MemberMetadata.encode({ version: 1, topics, userData: encodeClaims(claims()) }),
    }),
  })
}

function claimingMember({ memberId, memberMetadata }: { memberId: string; memberMetadata: Buffer }): ClaimingMember {
  const metadata = kafkajs.AssignerProtocol.MemberMetadata.decode(memberMetadata)
  return { id: memberId, claims: metadata === null ? [] : decodeClaims(metadata.userData) }
}

function partitionsOf(share: readonly number[], partitions: ReadonlyMap<string, number>): Record<string, number[]> {
  return Object.fromEntries(
    [...partitions]
      .map(([topic, count]): [string, number[]] => [topic, share.filter((task) => task < count)])
      .filter(([, own]) => own.length > 0),
  )
}
