import type { Codec } from '../../../schemas/codec/codec.ts'
import type { SimulationPlan } from '../plan.ts'
import type { Random } from '../random.ts'
import type { Scheduler } from '../scheduler.ts'
import type { Trace } from '../trace.ts'
import type { Sabotage } from '../universe.ts'

/** What all parts of one simulation work with. */
export interface Simulation {
  readonly scheduler: Scheduler
  readonly trace: Trace
  readonly random: Random
  readonly codec: Codec
  readonly plan: SimulationPlan
  /** Where virtual time begins. */
  readonly begin: number
  readonly sabotage: Sabotage | undefined
  readonly counts: SimulationCounts
}

export interface SimulationCounts {
  /** Outputs that were compared with the undisturbed run, and derived again by verify. */
  outputs: number
  verified: number
  /** Openings of tasks at which nothing had to be restored. */
  resumed: number
  /** Times that rows which were built anew took the place of others. */
  switches: number
  /** Entries of audit trails whose chain was followed, and heads that were checked. */
  entries: number
  heads: number
}
