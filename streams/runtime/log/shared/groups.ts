import type { Group, GroupListener, Membership } from '../log.ts'

export interface Groups {
  join(group: Group, listener: GroupListener): Membership
}

/**
 * Shares the tasks of a group among its members in this process, task p to member p modulo their number in the order of joining.
 * When the members change, each whose share changes loses all of it first and then gets the new one, as with Kafka's classic protocol.
 */
export function createGroups(): Groups {
  const groups = new Map<string, Member[]>()

  function share(members: readonly Member[], tasks: number) {
    const next = members.map((_, at) => range(tasks).filter((task) => task % members.length === at))
    const changed = members.filter((member, at) => !sameNumbers(member.share, next[at]))
    for (const member of changed) if (member.share.length > 0) member.listener.revoked(member.share)
    for (const [at, member] of members.entries()) member.share = next[at]
    for (const member of changed) if (member.share.length > 0) member.listener.assigned(member.share)
  }

  return {
    join({ name, tasks }, listener) {
      const member: Member = { listener, share: [] }
      const members = groups.get(name) ?? []
      groups.set(name, members)
      members.push(member)
      share(members, tasks)
      return {
        progress() {},
        settleMs: 0,
        async leave() {
          const at = members.indexOf(member)
          if (at < 0) return
          members.splice(at, 1)
          if (member.share.length > 0) listener.revoked(member.share)
          share(members, tasks)
        },
      }
    },
  }
}

interface Member {
  readonly listener: GroupListener
  share: readonly number[]
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, at) => at)
}

function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, at) => value === b[at])
}
