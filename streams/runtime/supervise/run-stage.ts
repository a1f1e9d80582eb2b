import { errorCatalogue } from '../../../schemas/core/error-catalogue.ts'
import { codeOf } from '../../../schemas/core/homeostat-error.ts'
import { inputsOf, type Stage } from '../api/stage.ts'
import type { Membership } from '../log/log.ts'
import type { Ports } from '../ports/ports.ts'
import type { TaskObserver } from '../task/observer.ts'
import type { Owner } from '../task/open.ts'
import type { TaskSettings } from '../task/settings.ts'
import { runTask } from '../task/task.ts'
import { KeptTasks } from './kept-tasks.ts'
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

/** What the tasks of a stage share in this process. */
interface Shared {
  readonly kept: KeptTasks
  /** undefined until joining has returned. */
  membership: Membership | undefined
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
  const kept = new KeptTasks(ports.clock)
  const shared: Shared = { kept, membership: undefined }
  const inputs = inputsOf(stage).map(({ name }) => name)
  const membership = await ports.log.join(
    { name: stage.name, tasks, inputs },
    {
      assigned(partitions) {
        kept.assigned(partitions)
        for (const partition of partitions) {
          const before = running.get(partition)?.done ?? Promise.resolve()
          const abort = new AbortController()
          running.set(partition, { abort, done: before.then(() => keepRunning(plan, partition, shared, abort.signal)) })
        }
      },
      revoked(partitions) {
        kept.revoked()
        for (const partition of partitions) running.get(partition)?.abort.abort()
      },
    },
  )
  shared.membership = membership
  return {
    async stop() {
      kept.close()
      await membership.leave()
      await end([...running.keys()])
    },
  }
}

/** One task, opened again after every error that may pass. */
async function keepRunning(plan: StagePlan, partition: number, shared: Shared, signal: AbortSignal): Promise<void> {
  const { stage, owner, settings, ports } = plan
  const observer = plan.observer(partition)
  const { kept } = shared
  const takeKept = () => kept.take(partition)
  const progress: Membership['progress'] = (positions) => shared.membership?.progress(positions)
  let retryMs = FIRST_RETRY_MS
  while (!signal.aborted) {
    const startedAt = ports.clock.now()
    try {
      const standing = await withWatchdog(settings.stuckMs, ports.clock, observer, signal, (watched, inner) =>
        runTask({ stage, partition, owner, settings, ports, takeKept, progress, observer: watched }, inner),
      )
      kept.keep(partition, standing)
    } catch (error) {
      if (!mayRetry(error)) {
        observer.failed(error, undefined)
        observer.phase('stopped')
        return
      }
      if (ports.clock.now() - startedAt > LONGEST_RETRY_MS) retryMs = FIRST_RETRY_MS
      const pauseMs = Math.max(retryMs, settleMs(error, shared.membership))
      observer.failed(error, pauseMs)
      observer.phase('waiting')
      await ports.clock.sleep(pauseMs, signal)
      retryMs = Math.min(2 * retryMs, LONGEST_RETRY_MS)
    }
  }
}

/** Who was fenced may have lost the task without having been told: opening it at once would fence the one who has it. */
function settleMs(error: unknown, membership: Membership | undefined): number {
  return codeOf(error) === 'HS_LOG_FENCED' ? (membership?.settleMs ?? 0) : 0
}

/** What concerns one record, and still ends a task, was met while committing: the log refuses what it may take later. */
function mayRetry(error: unknown): boolean {
  const { reaction } = errorCatalogue[codeOf(error)]
  return reaction === 'wait' || reaction === 'reopen-task' || reaction === 'dead-letter'
}
