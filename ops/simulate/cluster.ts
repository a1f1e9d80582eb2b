import { type Faults, noFaults } from './faults.ts'
import { type Role, SimNode } from './node.ts'
import type { Random } from './random.ts'
import type { RoleWorld } from './roles/role-world.ts'
import type { Scheduler } from './scheduler.ts'
import type { SimProcess, Surroundings } from './sim-process.ts'
import type { Trace } from './trace.ts'

/** After so much virtual time without the goal being reached, something hangs. */
const LONGEST_WAIT_MS = 300_000

export interface ClusterPlan {
  readonly scheduler: Scheduler
  readonly trace: Trace
  readonly world: RoleWorld
  readonly faults: Faults
  readonly nodes: readonly (readonly Role[])[]
  /** Applies retention and compaction. */
  maintain(): Promise<void>
  /** Somebody asks for a read model to be built anew. */
  rebuild(): Promise<void>
}

/** The processes of a simulation and what befalls them. */
export class Cluster {
  private readonly around: Surroundings
  private readonly nodes: readonly SimNode[]
  private readonly random: Random
  private over = false

  constructor(private readonly plan: ClusterPlan) {
    const { scheduler, trace } = plan
    this.random = scheduler.random
    this.around = { scheduler, trace, faults: noFaults }
    this.nodes = plan.nodes.map((roles, n) => {
      const node: SimNode = new SimNode(
        `node${n + 1}`,
        this.around,
        roles,
        () => `v${plan.world.version}`,
        (process) => this.ended(node, process),
      )
      return node
    })
  }

  start(): void {
    for (const node of this.nodes) node.start()
  }

  /** Things go wrong from now on for so long. */
  async chaos(lastsMs: number): Promise<void> {
    const { scheduler } = this.plan
    this.around.faults = this.plan.faults
    const end = scheduler.now + lastsMs
    this.upheavals(end)
    let over = false
    scheduler.after(lastsMs, () => {
      over = true
    })
    while (!over && (await scheduler.step()));
    this.around.faults = noFaults
  }

  /**
   * Nothing new goes wrong; goes on until `reached` says yes.
   * @throws Error when it does not for a very long time
   */
  async calm(what: string, reached: () => Promise<boolean>): Promise<void> {
    const { scheduler } = this.plan
    const end = scheduler.now + LONGEST_WAIT_MS
    for (let next = scheduler.now; !(await reached()); next += 200) {
      if (scheduler.now > end) throw new Error(`after ${LONGEST_WAIT_MS / 1000} s of calm ${what} is not reached`)
      let due = false
      scheduler.after(next + 200 - scheduler.now, () => {
        due = true
      })
      while (!due && (await scheduler.step()));
    }
  }

  /** Stops everything in good order. */
  async stop(): Promise<void> {
    this.over = true
    let left = this.nodes.length
    for (const node of this.nodes) void node.stop().then(() => left--)
    await this.calm('an orderly stop', async () => left === 0)
  }

  private upheavals(end: number): void {
    const { scheduler, faults } = this.plan
    scheduler.after(100, () => {
      if (scheduler.now >= end) return
      if (this.random.chance(faults.upheaval)) this.upheaval()
      this.upheavals(end)
    })
  }

  private upheaval(): void {
    const { trace, world } = this.plan
    const node = this.random.pick(this.nodes)
    const kind = this.random.between(0, 11)
    trace.add(`${this.plan.scheduler.now} upheaval ${kind} ${node.name}`)
    if (kind < 2) world.groups.turn()
    else if (kind < 4) world.groups.rebalance()
    else if (kind < 6) void node.stop()
    else if (kind < 9) void this.plan.maintain()
    else if (kind < 11) void this.plan.rebuild()
    else this.upgrade()
  }

  /** A newer version comes to every node, one after the other. */
  private upgrade(): void {
    this.plan.world.version++
    for (const node of this.nodes) this.plan.scheduler.after(this.random.between(0, 2_000), () => void node.stop())
  }

  private ended(node: SimNode, process: SimProcess): void {
    const { scheduler, world } = this.plan
    scheduler.after(this.random.between(10, 1_000), () => world.groups.expel(process))
    if (!this.over) scheduler.after(this.random.between(10, 2_000), () => !this.over && node.start())
  }
}
