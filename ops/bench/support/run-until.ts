import { configure } from '../../../schemas/core/config.ts'
import type { Stage } from '../../../streams/runtime/api/stage.ts'
import { systemClock } from '../../../streams/runtime/ports/clock.ts'
import { noFailpoint } from '../../../streams/runtime/ports/failpoint.ts'
import { runStage } from '../../../streams/runtime/supervise/run-stage.ts'
import type { CommitReport } from '../../../streams/runtime/task/committer.ts'
import { type TaskSettings, taskConfig } from '../../../streams/runtime/task/settings.ts'
import { versionOf } from '../../../streams/runtime/task/version.ts'
import type { Installation } from '../../app/open-installation.ts'

/** What a task has told so far. */
export interface TaskProgress {
  /** Next offset of each input. */
  position: readonly number[]
  /** Outputs of all commits. */
  outputs: number
  commits: number
}

/** Runs a stage on a log until `reached`, which is asked after each step of its task; then stops it in good order. */
export async function runUntil(
  stage: Stage,
  { log, codec }: Installation,
  reached: (progress: TaskProgress) => boolean,
  given: Partial<TaskSettings> = {},
): Promise<void> {
  const progress: TaskProgress = { position: [], outputs: 0, commits: 0 }
  let done = () => {}
  let fail = (_: unknown) => {}
  const finished = new Promise<void>((resolve, reject) => {
    done = resolve
    fail = reject
  })
  const look = () => reached(progress) && done()
  const observer = {
    phase() {},
    restoring() {},
    committed({ outputs }: CommitReport) {
      progress.outputs += outputs
      progress.commits++
      look()
    },
    advanced(position: readonly number[]) {
      progress.position = position
      look()
    },
    alive() {},
    failed: fail,
  }
  const running = await runStage({
    stage,
    partitions: 1,
    owner: { version: versionOf(stage), host: 'bench' },
    settings: configure('task', taskConfig, given),
    ports: { log, codec, clock: systemClock, failpoint: noFailpoint },
    observer: () => observer,
  })
  try {
    await finished
  } finally {
    await running.stop()
  }
}
