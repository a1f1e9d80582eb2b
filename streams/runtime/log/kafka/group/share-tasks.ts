/** A member of a group and the tasks that it says it has. */
export interface ClaimingMember {
  readonly id: string
  readonly claims: readonly number[]
}

/**
 * Shares the tasks 0 … `tasks` - 1 among the members: every task to one of them, nobody more than one task ahead of another. What a
 * member has stays with it as far as its share allows, so that as few tasks as possible move. Of two that claim the same task the one
 * with more claims keeps it. The same members with the same claims give the same shares, in whatever order they are listed.
 *
 * @returns the tasks of each member by its id, ascending; O(tasks + members log members)
 */
export function shareTasks(tasks: number, members: readonly ClaimingMember[]): ReadonlyMap<string, readonly number[]> {
  const held = heldTasks(tasks, members)
  const base = Math.floor(tasks / members.length)
  const larger = tasks % members.length
  const free = new Set(Array.from({ length: tasks }, (_, task) => task))
  const shares = held.map(({ id, kept }, at) => {
    const size = base + (at < larger ? 1 : 0)
    const share = kept.slice(0, size)
    for (const task of share) free.delete(task)
    return { id, size, share }
  })
  const moving = [...free]
  let next = 0
  for (const { size, share } of shares) while (share.length < size) share.push(moving[next++])
  return new Map(shares.map(({ id, share }) => [id, share.sort((a, b) => a - b)]))
}

/** Who has what, contested tasks decided; those with most first, because they get the larger shares. */
function heldTasks(tasks: number, members: readonly ClaimingMember[]): { id: string; kept: number[] }[] {
  const taken = new Set<number>()
  return [...members]
    .sort((a, b) => b.claims.length - a.claims.length || (a.id < b.id ? -1 : 1))
    .map(({ id, claims }) => {
      const kept = [...claims].sort((a, b) => a - b).filter((task) => task >= 0 && task < tasks && !taken.has(task))
      const own = [...new Set(kept)]
      for (const task of own) taken.add(task)
      return { id, kept: own }
    })
    .sort((a, b) => b.kept.length - a.kept.length || (a.id < b.id ? -1 : 1))
}
