import type { Failpoint } from '../../streams/runtime/ports/failpoint.ts'
import type { ReadModel } from '../read-model.ts'
import type { Standing, TableDifference } from '../store/store.ts'
import { foldTo } from './fold-to.ts'
import { nextOf } from './next-of.ts'
import { type ProjectionListener, type ProjectionPorts, protectorOf } from './projection.ts'
import { type Runner, startRunner } from './start-runner.ts'

/** How far a rebuild has come, in records of the log. */
export interface RebuildProgress {
  /** The version that is asked meanwhile. */
  readonly from: number
  readonly version: number
  readonly done: number
  readonly total: number
}

/** A rebuild that has ended well. */
export interface Rebuilt {
  readonly model: string
  readonly from: number
  readonly version: number
  /** How the old rows differed; undefined where they were not compared, because they were of another version or somebody else moved them. */
  readonly differences: readonly TableDifference[] | undefined
}

export interface RebuildPlan {
  readonly model: ReadModel
  /** The version of the rows that are replaced. */
  readonly from: number
  /** What keeps those rows going forward; undefined when this process does not have their version. */
  readonly forward: ReadModel | undefined
  readonly ports: ProjectionPorts
  readonly listener: ProjectionListener
  readonly failpoint: Failpoint
  /** Told of each runner of the old rows, and of the progress. */
  running(serving: Runner | undefined): void
  progress(progress: RebuildProgress): void
}

/**
 * Builds the rows of a model anew beside those that are there, and lets them take their place. The old ones go forward meanwhile; both
 * stand still twice for a moment: to be compared, on a snapshot that is read while they go on, and to be switched. Can be broken off
 * anywhere and is then gone on with, because rows and checkpoints of what is built are one transaction too.
 *
 * @returns undefined when it was broken off, or somebody else has done it
 */
export async function rebuild(plan: RebuildPlan, signal: AbortSignal): Promise<Rebuilt | undefined> {
  const { model, from, forward, ports, listener, failpoint } = plan
  const { log, store, clock } = ports
  const next = nextOf(model)
  if (!(await store.begin(model, log.id, await inputsOf(), from))) return undefined
  failpoint('rebuild.begun')
  let runners: readonly Runner[] = []

  function start(): void {
    const serving = forward && startRunner(forward, ports, listener)
    const building = startRunner(next, ports, { ...listener, committed: () => {} })
    runners = serving ? [serving, building] : [building]
    plan.running(serving)
  }

  async function stop(): Promise<void> {
    await Promise.all(runners.map((runner) => runner.stop()))
  }

  try {
    start()
    await near()
    let differences: readonly TableDifference[] | undefined
    if (from === model.version && !signal.aborted) {
      await stop()
      const comparison = await snapshot()
      start()
      differences = comparison && (await comparison.differences)
    }
    for (;;) {
      await near()
      await stop()
      if (signal.aborted) return undefined
      if (await foldTo(next, ports, await targets(), signal)) {
        failpoint('rebuild.caught-up')
        if ((await store.promote(model, log.id)) === 'switched')
          return { model: model.name, from, version: model.version, differences }
      }
      start()
      await rest(AGAIN_MS)
    }
  } finally {
    await stop()
    log.protect(protectorOf(next), []) // what nobody builds any more must not hold retention back
  }

  async function inputsOf() {
    return (await log.partitions()).filter(({ topic }) => model.reads.some(({ name }) => name === topic))
  }

  /** Until what is built has come to where the log ended a moment ago; then what is left is little. */
  async function near(): Promise<void> {
    for (let ends: readonly number[] | undefined; !signal.aborted; ) {
      const inputs = await inputsOf()
      const { positions } = runners[runners.length - 1].status()
      const at = inputs.map(
        (input) => positions.find((one) => one.topic === input.topic && one.partition === input.partition)?.offset ?? 0,
      )
      const sum = (part: (i: number) => number) => inputs.reduce((total, _, i) => total + Math.max(0, part(i)), 0)
      const total = sum((i) => inputs[i].end - inputs[i].start)
      plan.progress({
        from,
        version: model.version,
        done: Math.min(
          total,
          sum((i) => at[i] - inputs[i].start),
        ),
        total,
      })
      if (ends?.every((end, i) => at[i] >= end)) return
      ends = inputs.map(({ end }) => end)
      await rest(LOOK_MS)
    }
  }

  async function rest(ms: number): Promise<void> {
    await Promise.race([...runners.map(({ ended }) => ended), clock.sleep(ms, signal)])
    await clock.pause()
  }

  /** The furthest that either has come. */
  async function targets() {
    const { serving, next: built }: Standing = await store.standing(model)
    const all = [...(serving?.checkpoints ?? []), ...(built?.checkpoints ?? [])]
    return all.map(({ topic, partition, next: offset }) => ({ topic, partition, offset }))
  }

  /** Both brought to the same positions; undefined when somebody else moves the old rows. */
  async function snapshot() {
    const to = await targets()
    for (const one of [next, model]) if (!(await foldTo(one, ports, to, signal))) return undefined
    return store.compare(model)
  }
}

const LOOK_MS = 200
const AGAIN_MS = 1_000
