import { configure } from '../../schemas/core/config.ts'
import { taskConfig } from '../../streams/runtime/task/settings.ts'
import { testCodec } from '../../streams/runtime/testing/test-codec.ts'
import { compareUniverses } from './checks/compare-universes.ts'
import { drawFaults } from './faults.ts'
import { drawPlan } from './plan.ts'
import { Random } from './random.ts'
import { liveRun } from './runs/live-run.ts'
import { loadedRun } from './runs/loaded-run.ts'
import type { Simulation, SimulationCounts } from './runs/simulation.ts'
import { undisturbedRun } from './runs/undisturbed-run.ts'
import { Scheduler } from './scheduler.ts'
import { Trace } from './trace.ts'
import { type Sabotage, Universe } from './universe.ts'

/** An ordinary day, and the beginning of an hour: each history is in the middle of it when one bar ends and another begins. */
const FULL_HOUR = 1_800_000_000_000

export interface SimulationReport extends Readonly<SimulationCounts> {
  readonly seed: number
  /** The first thing that is wrong; undefined when all is well. */
  readonly problem: string | undefined
  /** Of everything that happened, in order: the same seed gives the same hash. */
  readonly hash: string
  readonly events: number
  /** The last events before the end. */
  readonly tail: readonly string[]
  /** Virtual time that passed. */
  readonly virtualMs: number
}

export interface SimulationOptions {
  /** Breaks a promise, to prove that the checks see it. */
  readonly sabotage?: Sabotage
}

/**
 * One history of crashes, delays, refusals, unknown outcomes, revocations, zombies, upgrades, retention, compaction and rebuilds of read
 * models, all drawn from the seed; in the end outputs and rows must be those of a run in which nothing of the kind happened, and the
 * audit trail must hold.
 */
export async function runSimulation(seed: number, { sabotage }: SimulationOptions = {}): Promise<SimulationReport> {
  const random = new Random(seed)
  const begin = FULL_HOUR - random.between(1_000, 20_000)
  const trace = new Trace()
  const scheduler = new Scheduler(random, begin)
  const counts: SimulationCounts = { outputs: 0, verified: 0, resumed: 0, switches: 0, entries: 0, heads: 0 }
  const drawn = drawPlan(random)
  const stages = drawn.stages.map((stage) => sabotage?.stage?.(stage) ?? stage)
  const compared = stages.filter((_, at) => drawn.compared.includes(drawn.stages[at]))
  const plan = { ...drawn, stages, compared }
  const problem = await simulate({ scheduler, trace, random, codec: testCodec, plan, begin, sabotage, counts }).catch(
    (error: unknown) => `the simulation itself failed: ${error instanceof Error ? error.stack : String(error)}`,
  )
  return {
    seed,
    problem,
    hash: trace.hash,
    events: trace.events,
    tail: trace.tail,
    ...counts,
    virtualMs: scheduler.now - begin,
  }
}

async function simulate(simulation: Simulation): Promise<string | undefined> {
  const { counts, plan } = simulation
  const disturbed = disturbedUniverse(simulation)
  await disturbed.open()
  const inputs = await (plan.live ? liveRun : loadedRun)(simulation, disturbed)
  counts.resumed = disturbed.resumptions
  counts.switches = disturbed.switches
  if (disturbed.violations.length > 0) return disturbed.violations[0]
  return compareUniverses(simulation, disturbed, await undisturbedRun(simulation, disturbed, inputs))
}

function disturbedUniverse({ scheduler, trace, random, codec, plan, sabotage }: Simulation): Universe {
  const settings = configure('task', taskConfig, {
    commitIntervalMs: random.pick([1, 20, 100]),
    idleCommitMs: random.pick([10, 200, 1_000]),
    snapshotAgeMs: random.pick([10, 300, 3_000]),
    snapshotBytes: random.pick([1_000, 1_000_000]),
    baseEveryMs: random.pick([3_000, 20_000, 86_400_000]),
    stuckMs: 2_000,
  })
  const nodes = random.between(1, 2)
  const marksCommits = random.chance(0.5)
  return new Universe({ scheduler, trace, codec, plan, settings, faults: drawFaults(random), nodes, marksCommits, sabotage })
}
