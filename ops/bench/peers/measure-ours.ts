import { SenseFindings } from '../../../schemas/topics.ts'
import type { Stage } from '../../../streams/runtime/api/stage.ts'
import { readAll } from '../../../streams/runtime/state/read-all.ts'
import type { Installation } from '../../app/open-installation.ts'
import { runTasks } from '../support/run-tasks.ts'
import { PEER_PARTITIONS, PeerFrames } from './peer-topics.ts'

/** What a run of ours took, from the first record to the last. */
export interface OursMeasured {
  readonly frames: number
  /** Until the last frame was folded. */
  readonly seconds: number
  /** Until everything was durable, all states written as well. */
  readonly secondsUntilDurable: number
  /** From the opening of the stage to the moment at which it was about to read. */
  readonly startSeconds: number
  readonly cpuSecondsUntilDurable: number
  readonly anomalies: number
}

/** Folds all frames of the peers' topic with a stage that has not run yet, and counts the anomalies that stand in the log then. */
export async function measureOurs(stage: Stage, installation: Installation): Promise<OursMeasured> {
  const { log } = installation
  const bounds = await Promise.all(Array.from({ length: PEER_PARTITIONS }, (_, p) => log.bounds(PeerFrames.name, p)))
  const { end: findingsBefore } = await log.bounds(SenseFindings.name, 0)
  const beganAt = performance.now()
  let first = { at: beganAt, cpu: process.cpuUsage() }
  let lastAt = 0
  await runTasks(
    stage,
    installation,
    ({ runningAt, positions }) => {
      if (runningAt !== undefined && first.at !== runningAt) first = { at: runningAt, cpu: process.cpuUsage() }
      const isOver = positions.every((position, p) => position >= bounds[p].end)
      if (isOver && lastAt === 0) lastAt = performance.now()
      return isOver
    },
    { partitions: PEER_PARTITIONS, settings: { commitIntervalMs: 100 }, patient: true },
  )
  const durableAt = performance.now()
  const { user, system } = process.cpuUsage(first.cpu)
  return {
    frames: bounds.reduce((sum, { start, end }) => sum + end - start, 0),
    seconds: (lastAt - first.at) / 1e3,
    secondsUntilDurable: (durableAt - first.at) / 1e3,
    startSeconds: (first.at - beganAt) / 1e3,
    cpuSecondsUntilDurable: (user + system) / 1e6,
    anomalies: await anomaliesOf(stage, installation, findingsBefore),
  }
}

/** Findings of this stage among those that were committed since. */
async function anomaliesOf({ name }: Stage, { log }: Installation, from: number): Promise<number> {
  let count = 0
  for await (const { headers } of readAll(log, SenseFindings.name, 0, from)) {
    if (headers.ce_source?.startsWith(`/homeostat/${name}/`)) count++
  }
  return count
}
