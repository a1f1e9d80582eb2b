import { setTimeout as sleep } from 'node:timers/promises'
import { type FailpointName, failpointNames, rebuildFailpointNames } from '../../streams/runtime/ports/failpoint.ts'
import { type GroundOptions, type Place, prepareGround } from './ground.ts'
import { type Judgement, judge } from './judge.ts'
import { type Member, startMember } from './member.ts'
import type { WorkerOrder } from './worker-order.ts'

export interface ExactlyOnceOptions extends GroundOptions {
  /** Workers beside each other; more than one needs a cluster. Default 1. */
  readonly processes?: number
  /** Kills at random moments. */
  readonly kills: number
  /** Longest time until a kill, milliseconds: from the start of a worker, and in turn from its next commit. */
  readonly longestLifeMs: number
  readonly failpoints?: readonly FailpointName[]
  /** On a cluster: three in ten transactions take up to so much longer, so that the history lasts for more kills. Default 0. */
  readonly slowMs?: number
  readonly random: () => number
  say(line: string): void
}

export interface ExactlyOnceReport extends Judgement {
  readonly kills: number
  /** Failpoints that were reached and ended the worker. */
  readonly failpoints: readonly FailpointName[]
  /** Names of topics and tables that are not as in the undisturbed run. */
  readonly differences: readonly string[]
}

/**
 * Folds and projects the same history twice, once undisturbed and once killed with -9 again and again, and compares what came out: every
 * output topic and every table, and the history of the disturbed run with itself. In a data folder, or on a Kafka cluster.
 */
export async function proveExactlyOnce(options: ExactlyOnceOptions): Promise<ExactlyOnceReport> {
  const ground = await prepareGround(options)
  const { say } = options
  try {
    await runToTheEnd(ground.undisturbed)
    say('the undisturbed run is done')
    const { failpoints: points = everyFailpoint } = options
    const early = await killAtFailpoints(
      ground.disturbed,
      points.filter((name) => !isOfRebuild(name)),
      options,
    )
    const kills = await killAtRandom(ground.disturbed, options)
    // A rebuild ends when it has come to where the log ends: what is killed in it leaves no history for others.
    const late = await killAtFailpoints(ground.disturbed, points.filter(isOfRebuild), options)
    await runToTheEnd(ground.disturbed)
    const failpoints = [...early, ...late]
    const judgement = await judge(ground)
    const differences = judgement.comparisons.filter(({ equal }) => equal === 'no').map(({ name }) => name)
    if (judgement.complaints.length === 0) await ground.remove()
    return { ...judgement, kills, failpoints, differences }
  } finally {
    await ground.stop()
  }
}

/** Every point at which a run can be killed, in the order in which a history meets them. */
export const everyFailpoint: readonly FailpointName[] = [...failpointNames, ...rebuildFailpointNames]

/** Small steps. */
export function orderFor({ connection, dsn }: Place): WorkerOrder {
  return { connection, dsn, rebuild: false, slowMs: 0, unfenced: false, pollBytes: 20_000 }
}

/** Folds what is left, alone. */
export async function runToTheEnd(place: Place): Promise<void> {
  const ending = await startMember(orderFor(place)).ended
  if (ending !== 'done') throw new Error(`The worker should have come to the end and was ${ending}.`)
}

function isOfRebuild(name: FailpointName): boolean {
  return rebuildFailpointNames.some((one) => one === name)
}

async function killAtFailpoints(place: Place, points: readonly FailpointName[], { random, say }: ExactlyOnceOptions) {
  const reached: FailpointName[] = []
  for (const name of points) {
    const rebuild = isOfRebuild(name)
    const failpoint = `${name}:${1 + Math.floor(random() * 3)}`
    const ending = await startMember({ ...orderFor(place), rebuild }, { failpoint }).ended
    if (ending === 'failed') throw new Error(`The worker has failed on its way to ${name}.`)
    if (ending === 'killed') reached.push(name)
    say(`${name}: ${ending === 'killed' ? 'killed there' : 'not reached, the run is over'}`)
  }
  return reached
}

/** One in so many workers has the read models built anew. */
const REBUILD_EVERY = 4

/** Kills one worker after the other, each time a random one, and lets those that are left then come to the end. */
async function killAtRandom(place: Place, options: ExactlyOnceOptions): Promise<number> {
  const { kills, longestLifeMs, random, say, processes = 1, slowMs = 0 } = options
  let committed = () => {}
  let killed = 0
  const start = () =>
    startMember({ ...orderFor(place), slowMs, rebuild: killed % REBUILD_EVERY === 0 }, { onEpoch: () => committed() })
  const members: Member[] = Array.from({ length: processes }, start)
  for (; killed < kills; killed++) {
    const victim = Math.floor(random() * members.length)
    const { running, ended, kill } = members[victim]
    const next = new Promise<void>((resolve) => {
      committed = resolve
    })
    const afterMs = Math.floor(random() * longestLifeMs)
    const moment = running.then(() => (killed % 2 === 0 ? undefined : next)).then(() => sleep(afterMs))
    if ((await Promise.race([ended, moment])) !== undefined) break
    kill()
    if ((await ended) !== 'killed') break
    members[victim] = start()
    say(`kill ${killed + 1} of ${kills}, ${afterMs} ms after ${killed % 2 === 0 ? 'the start' : 'a commit'}`)
  }
  if (killed < kills) say(`the history was folded to its end after ${killed} kills`)
  const endings = await Promise.all(members.map(({ ended }) => ended))
  if (endings.some((ending) => ending !== 'done')) throw new Error(`A worker was ${endings.join(', another ')}.`)
  return killed
}
