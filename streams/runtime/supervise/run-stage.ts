import { errorCatalogue } from '../../../schemas/core/error-catalogue.ts'
import { codeOf } from '../../../schemas/core/homeostat-error.ts'
import { inputsOf, type Stage } from '../api/stage.ts'
import type { Ports } from '../ports/ports.ts'
import type { TaskObserver } from '../task/observer.ts'
import type { Owner } from '../task/open.ts'
import type { TaskSettings } from '../task/settings.ts'
import { runTask } from '../task/task.ts'
import { withWatchdog } from './watchdog.ts'

export interface StagePlan {
  readonly stage: Stage
  readonly partitions: number
  readonly owner: Owner
  readonly settings: TaskSettings
  readonly ports: Ports
  observer(partition: number): TaskObserver
}

export interface RunningStage {
  /** Stops all tasks after their last commit. */
  stop(): Promise<void>
}

interface RunningTask {
  readonly abort: AbortController
  readonly done: Promise<void>
}

const FIRST_RETRY_MS = 200
const LONGEST_RETRY_MS = 10_000

/** Runs the tasks of a stage that the log gives to this process, and opens again what fails and may be tried again. */
export async function runStage(plan: StagePlan): Promise<RunningStage> {
  const running = new Map<number, RunningTask>()
  const end = async (partitions: readonly number[]) => {
    const tasks = partitions.flatMap((partition) => running.get(partition) ?? [])
    for (const task of tasks) task.abort.abort()
    await Promise.all(tasks.map((task) => task.done))
    for (const partition of partitions) running.delete(partition)
  }
  const { stage, partitions: tasks, ports } = plan
  const inputs = inputsOf(stage).map(({ name }) => name)
  const membership = await ports.log.join(
    { name: stage.name, tasks, inputs },
    {
      assigned(partitions) {
        for (const partition of partitions) {
          const before = running.get(partition)?.done ?? Promise.resolve()
          const abort = new AbortController()
          running.set(partition, { abort, done: before.then(() => keepRunning(plan, partition, abort.signal)) })
        }
      },
      revoked(partitions) {
        for (const partition of partitions) running.get(partition)?.abort.abort()
      },
    },
  )
  return {
    async stop() {
      await membership.leave()
      await end([...running.keys()])
    },
  }
}

/** One task, opened again after every error that may pass. */
async function keepRunning(plan: StagePlan, partition: number, signal: AbortSignal): Promise<void> {
  const { stage, owner, settings, ports } = plan
  const observer = plan.observer(partition)
  let retryMs = FIRST_RETRY_MS
  while (!signal.aborted) {
    const startedAt = ports.clock.now()
    try {
      await withWatchdog(settings.stuckMs, ports.clock, observer, signal, (watched, inner) =>
        runTask({ stage, partition, owner, settings, ports, observer: watched }, inner),
      )
    } catch (error) {
      if (!mayRetry(error)) {
        observer.failed(error, undefined)
        observer.phase('stopped')
        return
      }
      if (ports.clock.now() - startedAt > LONGEST_RETRY_MS) retryMs = FIRST_RETRY_MS
      observer.failed(error, retryMs)
      observer.phase('waiting')
      await ports.clock.sleep(retryMs, signal)
      retryMs = Math.min(2 * retryMs, LONGEST_RETRY_MS)
    }
  }
}

function mayRetry(error: unknown): boolean {
  const { reaction } = errorCatalogue[codeOf(error)]
  return reaction === 'wait' || reaction === 'reopen-task'
}
