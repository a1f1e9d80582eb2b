import { Registry } from 'prom-client'
import { type Installation, PARTITIONS } from '../../../../ops/app/open-installation.ts'
import { stages as everyStage } from '../../../../ops/app/stages.ts'
import { type TaskMonitor, taskMonitor } from '../../../../ops/app/task-monitor.ts'
import { configure } from '../../../../schemas/core/config.ts'
import { inputsOf, type Stage } from '../../../../streams/runtime/api/stage.ts'
import type { Log } from '../../../../streams/runtime/log/log.ts'
import { systemClock } from '../../../../streams/runtime/ports/clock.ts'
import { noFailpoint } from '../../../../streams/runtime/ports/failpoint.ts'
import { type RunningStage, runStage } from '../../../../streams/runtime/supervise/run-stage.ts'
import { taskConfig } from '../../../../streams/runtime/task/settings.ts'
import { versionOf } from '../../../../streams/runtime/task/version.ts'
import { noteBook } from '../../ordeal/support/note-book.ts'
import { until } from '../../ordeal/support/until.ts'

/** Small steps, so that a short history has many epochs, snapshots and bases. */
const settings = configure('task', taskConfig, {
  commitIntervalMs: 5,
  idleCommitMs: 20,
  snapshotAgeMs: 50,
  snapshotBytes: 20_000,
  baseEveryMs: 60_000,
  pollBytes: 50_000,
})

export interface FoldAllOptions {
  readonly stages?: readonly Stage[]
  /** Of all stages; default: each its own. */
  readonly version?: string
  /** What happens to the log while they run. */
  meanwhile?(): Promise<void>
}

/** Runs stages over a log until each has read everything, and stops them one after the other. */
export async function foldAll({ log, codec }: Installation, options: FoldAllOptions = {}): Promise<void> {
  const { stages = everyStage, version, meanwhile = async () => {} } = options
  const ports = { log, codec, clock: systemClock, failpoint: noFailpoint }
  const monitor = taskMonitor(new Registry(), noteBook().logger)
  const running: { readonly stage: Stage; readonly tasks: RunningStage }[] = []
  for (const stage of stages) {
    const owner = { version: version ?? versionOf(stage), host: 'test' }
    const observer = (partition: number) => monitor.observer(stage, partition)
    running.push({ stage, tasks: await runStage({ stage, partitions: PARTITIONS, owner, settings, ports, observer }) })
  }
  await meanwhile()
  for (const { stage, tasks } of running) {
    await until(`${stage.name} has read everything`, () => hasReadAll(stage, log, monitor))
    await tasks.stop()
  }
}

async function hasReadAll(stage: Stage, log: Log, monitor: TaskMonitor): Promise<boolean> {
  const status = monitor.statuses().find((one) => one.stage === stage.name)
  if (status?.code !== undefined) throw new Error(`${stage.name} has failed with ${status.code}`)
  const ends = await Promise.all(inputsOf(stage).map(async ({ name }) => (await log.bounds(name, 0)).end))
  return ends.every((end, input) => status?.position[input] === end)
}
