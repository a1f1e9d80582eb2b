import { configure } from '../../../schemas/core/config.ts'
import type { Stage } from '../../../streams/runtime/api/stage.ts'
import { systemClock } from '../../../streams/runtime/ports/clock.ts'
import { noFailpoint } from '../../../streams/runtime/ports/failpoint.ts'
import { runStage } from '../../../streams/runtime/supervise/run-stage.ts'
import type { CommitReport } from '../../../streams/runtime/task/committer.ts'
import type { TaskObserver } from '../../../streams/runtime/task/observer.ts'
import { type TaskSettings, taskConfig } from '../../../streams/runtime/task/settings.ts'
import { versionOf } from '../../../streams/runtime/task/version.ts'
import type { Installation } from '../../app/open-installation.ts'

/** What the tasks of a stage have told so far. */
export interface TasksProgress {
  /** performance.now() when the first task had been opened and was about to read; undefined before. */
  runningAt: number | undefined
  /** Next offset of the first input, by partition. */
  readonly positions: number[]
  /** Outputs of all commits. */
  outputs: number
  commits: number
}

export interface RunOptions {
  /** One task each; default 1. */
  readonly partitions?: number
  readonly settings?: Partial<TaskSettings>
  /** A failure after which a task tries again is waited out, as it must be on a cluster; else the first one ends the run. */
  readonly patient?: boolean
}

/**
 * Runs all tasks of a stage until `reached`, which is asked after each step of any of them; then stops them in good order: what was
 * folded and every state is durable when it resolves.
 *
 * @throws what a task failed with
 */
export async function runTasks(
  stage: Stage,
  { log, codec }: Installation,
  reached: (progress: TasksProgress) => boolean,
  { partitions = 1, settings = {}, patient = false }: RunOptions = {},
): Promise<void> {
  const progress: TasksProgress = { runningAt: undefined, positions: new Array(partitions).fill(0), outputs: 0, commits: 0 }
  let done = () => {}
  let fail = (_: unknown) => {}
  const finished = new Promise<void>((resolve, reject) => {
    done = resolve
    fail = reject
  })
  const look = () => reached(progress) && done()
  const observer = (partition: number): TaskObserver => ({
    phase(phase) {
      if (phase === 'running') progress.runningAt ??= performance.now()
      look()
    },
    restoring() {},
    committed({ outputs }: CommitReport) {
      progress.outputs += outputs
      progress.commits++
      look()
    },
    advanced([position]: readonly number[]) {
      progress.positions[partition] = position
      look()
    },
    alive() {},
    failed: (error, retryInMs) => (retryInMs === undefined || !patient) && fail(error),
  })
  const running = await runStage({
    stage,
    partitions,
    owner: { version: versionOf(stage), host: 'bench' },
    settings: configure('task', taskConfig, settings),
    ports: { log, codec, clock: systemClock, failpoint: noFailpoint },
    observer,
  })
  try {
    await finished
  } finally {
    await running.stop()
  }
}
