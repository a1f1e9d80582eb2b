import type { Group, GroupListener, Membership } from '../../streams/runtime/log/log.ts'
import type { SimProcess } from './sim-process.ts'

/** So late may a member hear of what it has lost. */
const LATEST_NEWS_MS = 3_000

interface Member {
  readonly process: SimProcess
  readonly listener: GroupListener
  share: readonly number[]
  /** What it is told next comes no sooner than this. */
  notBefore: number
}

interface Shared {
  readonly tasks: number
  members: Member[]
  /** Turns which member has which task. */
  turn: number
}

/**
 * Shares tasks among processes as a broker does that cannot reach all at once: each member hears of a change at its own time, so that a
 * task has two owners for a while, and one that does not know that it has lost it.
 */
export class SimGroups {
  private readonly groups = new Map<string, Shared>()

  join(process: SimProcess, { name, tasks }: Group, listener: GroupListener): Membership {
    const group = this.groups.get(name) ?? { tasks, members: [], turn: 0 }
    this.groups.set(name, group)
    const member: Member = { process, listener, share: [], notBefore: 0 }
    group.members.push(member)
    this.share(group)
    return {
      progress() {},
      settleMs: process.around.scheduler.random.pick([0, LATEST_NEWS_MS]),
      leave: async () => {
        group.members = group.members.filter((other) => other !== member)
        if (member.share.length > 0) listener.revoked(member.share)
        this.share(group)
      },
    }
  }

  /** The process has not been heard of for too long. */
  expel(process: SimProcess): void {
    for (const group of this.groups.values()) {
      const before = group.members.length
      group.members = group.members.filter((member) => member.process !== process)
      if (group.members.length < before) this.share(group)
    }
  }

  /** Takes all tasks away and gives them out again, as when somebody joins or leaves for a moment: most come back. */
  rebalance(): void {
    for (const { members } of this.groups.values()) {
      for (const member of members) {
        const { share, listener } = member
        if (share.length === 0) continue
        this.tell(member, 'loses', share, () => listener.revoked(share))
        this.tell(member, 'gets back', share, () => listener.assigned(share))
      }
    }
  }

  /** Gives the tasks of every group to other members. */
  turn(): void {
    for (const group of this.groups.values()) {
      group.turn++
      this.share(group)
    }
  }

  private share({ members, tasks, turn }: Shared): void {
    for (const [at, member] of members.entries()) {
      const share: number[] = []
      for (let task = 0; task < tasks; task++) {
        if ((task + turn) % members.length === at) share.push(task)
      }
      const lost = member.share.filter((task) => !share.includes(task))
      const won = share.filter((task) => !member.share.includes(task))
      member.share = share
      if (lost.length > 0) this.tell(member, 'loses', lost, () => member.listener.revoked(lost))
      if (won.length > 0) this.tell(member, 'gets', won, () => member.listener.assigned(won))
    }
  }

  private tell(member: Member, what: string, tasks: readonly number[], how: () => void): void {
    const { process } = member
    const { scheduler, faults } = process.around
    const most = scheduler.random.chance(0.5 * Math.min(1, faults.upheaval + faults.slow)) ? LATEST_NEWS_MS : 10
    member.notBefore = Math.max(member.notBefore, scheduler.now + scheduler.random.between(0, most)) + 1
    scheduler.after(member.notBefore - scheduler.now, () => {
      if (!process.alive) return
      process.note(`${what} ${tasks.join(' ')}`)
      how()
    })
  }
}
