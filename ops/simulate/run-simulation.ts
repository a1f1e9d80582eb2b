import type { Codec } from '../../schemas/codec/codec.ts'
import { configure } from '../../schemas/core/config.ts'
import {
  DeadLetters,
  InsightSignals,
  SenseFindings,
  SenseRequests,
  TelemetryLate,
  TelemetrySources,
} from '../../schemas/topics.ts'
import type { Stage } from '../../streams/runtime/api/stage.ts'
import type { Log } from '../../streams/runtime/log/log.ts'
import { readAll } from '../../streams/runtime/state/read-all.ts'
import { taskConfig } from '../../streams/runtime/task/settings.ts'
import { testCodec } from '../../streams/runtime/testing/test-codec.ts'
import { compareStates, statesOf, statesWithoutSnapshots } from './check-states.ts'
import { checkEpochs, checkVerify, compareOutputs, compareRows, outputsOf, rowsOf } from './checks.ts'
import { drawFaults, noFaults } from './faults.ts'
import { moveRequests } from './move-requests.ts'
import { Random } from './random.ts'
import { clockRole, edgeRole } from './roles.ts'
import { Scheduler } from './scheduler.ts'
import { simDecisionStage } from './stages/decision-stage.ts'
import { senseChain } from './stages/sense-chain.ts'
import { simTelemetryStage } from './stages/telemetry-stage.ts'
import { Trace } from './trace.ts'
import { models, Universe } from './universe.ts'
import { type Arriving, drawFrames, ticksFor } from './workload.ts'

/** Where virtual time begins: an ordinary day. */
const BEGIN = 1_800_000_000_000

export interface SimulationReport {
  readonly seed: number
  /** The first thing that is wrong; undefined when all is well. */
  readonly problem: string | undefined
  /** Of everything that happened, in order: the same seed gives the same hash. */
  readonly hash: string
  readonly events: number
  /** The last events before the end. */
  readonly tail: readonly string[]
  /** Outputs that were compared with the undisturbed run, and derived again by verify. */
  readonly outputs: number
  readonly verified: number
  /** Openings of tasks at which nothing had to be restored. */
  readonly resumed: number
  /** Virtual time that passed. */
  readonly virtualMs: number
}

export interface SimulationOptions {
  /** Puts a broken log in the place of the good one. */
  sabotage?(log: Log): Log
}

/**
 * One history of crashes, delays, refusals, unknown outcomes, revocations, zombies, upgrades, retention and compaction, all drawn from
 * the seed; in the end outputs and rows must be those of a run in which nothing of the kind happened.
 */
export async function runSimulation(seed: number, options: SimulationOptions = {}): Promise<SimulationReport> {
  const random = new Random(seed)
  const trace = new Trace()
  const scheduler = new Scheduler(random, BEGIN)
  const counts = { outputs: 0, verified: 0, resumed: 0 }
  const problem = await simulate({ scheduler, trace, random, codec: testCodec, options, counts }).catch(
    (error: unknown) => `the simulation itself failed: ${error instanceof Error ? error.stack : String(error)}`,
  )
  return {
    seed,
    problem,
    hash: trace.hash,
    events: trace.events,
    tail: trace.tail,
    ...counts,
    virtualMs: scheduler.now - BEGIN,
  }
}

interface Simulation {
  readonly scheduler: Scheduler
  readonly trace: Trace
  readonly random: Random
  readonly codec: Codec
  readonly options: SimulationOptions
  readonly counts: { outputs: number; verified: number; resumed: number }
}

async function simulate(simulation: Simulation): Promise<string | undefined> {
  const live = simulation.random.chance(0.4)
  const stages = simulation.random.chance(0.25) ? senseChain : ([simTelemetryStage, simDecisionStage(!live)] as const)
  const [, decision] = stages
  const disturbed = new Universe({ ...universeOf(simulation, stages), ...simulation.options })
  await disturbed.open()
  const inputs = live ? await liveRun(simulation, disturbed, stages) : await loadedRun(simulation, disturbed, stages)
  simulation.counts.resumed = disturbed.resumptions
  if (disturbed.violations.length > 0) return disturbed.violations[0]
  const undisturbed = await undisturbedRun(
    simulation,
    disturbed,
    inputs,
    stages,
    live ? [[decision]] : stages.map((stage) => [stage]),
  )
  return compare(simulation, disturbed, undisturbed, stages, live ? [decision] : stages)
}

function universeOf({ scheduler, trace, random, codec }: Simulation, stages: readonly Stage[]) {
  const settings = configure('task', taskConfig, {
    commitIntervalMs: random.pick([1, 20, 100]),
    idleCommitMs: random.pick([10, 200, 1_000]),
    snapshotAgeMs: random.pick([10, 300, 3_000]),
    snapshotBytes: random.pick([1_000, 1_000_000]),
    baseEveryMs: random.pick([3_000, 20_000, 86_400_000]),
    stuckMs: 2_000,
  })
  const nodes = random.between(1, 2)
  return { scheduler, trace, codec, stages, settings, faults: drawFaults(random), nodes, marksCommits: random.chance(0.5) }
}

/** Everything is in the log before the first process starts: then the cuts must not matter at all. One stage after the other. */
async function loadedRun({ random, codec, scheduler }: Simulation, universe: Universe, stages: readonly Stage[]) {
  const frames = drawFrames(random, codec, random.between(20, 200), BEGIN)
  const inputs = [...frames, ...ticksFor(codec, frames, BEGIN)]
  await universe.load(inputs)
  scheduler.now = Math.max(...inputs.map(({ arrival }) => arrival)) + 1_000
  for (const stage of stages) await undergo(universe, [stage], random)
  universe.retains = true // what is asked for must still be there when the request is folded
  const requests = await requestsFor(universe, stages, codec, scheduler.now)
  for (const { stage, records } of requests) {
    await universe.load(records)
    await undergo(universe, [stage], random)
    await undergo(
      universe,
      stages.filter((other) => other !== stage),
      random,
    )
  }
  return [inputs, ...requests.map(({ records }) => records)]
}

async function undergo(universe: Universe, stages: readonly Stage[], random: Random): Promise<void> {
  const cluster = universe.cluster(stages)
  cluster.start()
  await cluster.chaos(random.between(200, 6_000))
  await cluster.calm('the end of the inputs', () => universe.isDone(stages))
  await cluster.stop()
}

/**
 * Sources send while the stages run, the clock of the log ticks, and both stages run at once. Here the order between frames and ticks
 * is that of their arrival: what the first stage makes of it is only compared by `verify`; it is the input of the others.
 */
async function liveRun({ random, codec, scheduler }: Simulation, universe: Universe, stages: readonly Stage[]) {
  const frames = drawFrames(random, codec, random.between(20, 120), BEGIN)
  const batches: { due: number; records: Arriving['record'][] }[] = []
  for (let at = 0; at < frames.length; ) {
    const batch = frames.slice(at, at + random.between(1, 5))
    at += batch.length
    batches.push({ due: batch[batch.length - 1].arrival, records: batch.map(({ record }) => record) })
  }
  const confirmed = { count: 0 }
  const cluster = universe.cluster(stages, [edgeRole(batches, confirmed, universe.world), clockRole(1_000, universe.world)])
  cluster.start()
  await cluster.chaos((frames.at(-1)?.arrival ?? 0) - BEGIN + 1_000)
  await cluster.calm('the last frame', async () => confirmed.count === batches.length)
  const until = scheduler.now + 25_000
  await cluster.calm('the end of the sources', async () => scheduler.now > until)
  await cluster.stop()
  const rest = universe.cluster(stages)
  rest.start()
  await rest.calm('the end of the inputs', () => universe.isDone(stages))
  await rest.stop()
  return [[...(await universe.harvest()), ...(await said(universe, stages[0]))]]
}

/** What a stage has said, as input of others. */
async function said({ log }: Universe, stage: Stage): Promise<Arriving[]> {
  const records: Arriving[] = []
  for (const { name } of [SenseFindings, TelemetryLate, TelemetrySources]) {
    for (const { key, value, headers, arrival } of await outputsOf(log, stage, name)) {
      records.push({ record: { topic: name, partition: 0, key, value, headers }, arrival })
    }
  }
  return records
}

/** For every letter that the stages have written a request to try again, and one to give up. */
async function requestsFor(universe: Universe, stages: readonly Stage[], codec: Codec, at: number) {
  const requests = stages.map((stage) => ({ stage, records: [] as Arriving[] }))
  for await (const { value } of readAll(universe.log, DeadLetters.name, 0)) {
    const letter = value && codec.decode(value)
    if (letter?.type !== 'DeadLetter') continue
    const { stage, topic, partition, offset, processor, key } = letter.value
    if (offset < (await universe.log.bounds(topic, partition)).start) continue
    const place = { stage, topic, partition, offset, processor, by: 'simulation' }
    for (const type of ['ReplayLetter', 'DropLetter'] as const) {
      const record = {
        topic: SenseRequests.name,
        partition: 0,
        key: key ?? Buffer.alloc(0),
        value: codec.encode(type, place),
        headers: { ce_time: new Date(at).toISOString() },
      }
      requests.find((request) => request.stage.name === stage)?.records.push({ record, arrival: at })
    }
  }
  return requests
}

/** The same inputs at once, in one process, and nothing goes wrong. */
async function undisturbedRun(
  { codec }: Simulation,
  disturbed: Universe,
  inputs: readonly (readonly Arriving[])[],
  stages: readonly Stage[],
  groups: readonly (readonly Stage[])[],
) {
  const scheduler = new Scheduler(new Random(1), BEGIN + 86_400_000)
  const settings = configure('task', taskConfig, { stuckMs: 600_000 })
  const calm = { faults: noFaults, nodes: 1, marksCommits: false }
  const universe = new Universe({ scheduler, trace: new Trace(), codec, stages, settings, ...calm })
  await universe.open()
  for (const part of inputs) {
    await universe.load(await moveRequests(part, disturbed.log, universe.log, codec))
    for (const group of groups) {
      const cluster = universe.cluster(group)
      cluster.start()
      await cluster.calm('the end of the undisturbed inputs', () => universe.isDone(group))
      await cluster.stop()
    }
  }
  return universe
}

const outputTopics = [SenseFindings, InsightSignals, TelemetryLate, TelemetrySources]

async function compare(
  { counts }: Simulation,
  disturbed: Universe,
  undisturbed: Universe,
  stages: readonly Stage[],
  compared: readonly Stage[],
): Promise<string | undefined> {
  const problems: (string | undefined)[] = []
  for (const stage of stages) {
    for (const { name } of compared.includes(stage) ? outputTopics : []) {
      const outputs = await outputsOf(disturbed.log, stage, name)
      counts.outputs += outputs.length
      problems.push(compareOutputs(name, outputs, await outputsOf(undisturbed.log, stage, name)))
    }
    problems.push(await checkEpochs(disturbed.log, disturbed.ports, stage))
    const states = await statesOf(disturbed.ports, stage)
    problems.push(
      compareStates(`${stage.name} from its bases`, await statesWithoutSnapshots(disturbed.ports, stage), states, {
        sameLog: true,
      }),
    )
    if (compared.includes(stage)) {
      problems.push(
        compareStates(`${stage.name} in the end`, states, await statesOf(undisturbed.ports, stage), { sameLog: false }),
      )
    }
    const verified = await checkVerify(disturbed.ports, stage)
    counts.verified += verified.outputs
    problems.push(verified.problem)
  }
  problems.push(compareRows(await rowsOf(disturbed.store, models), await rowsOf(undisturbed.store, models)))
  return problems.find((problem) => problem !== undefined)
}
