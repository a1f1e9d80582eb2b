import type { TopicStatus } from '../../../projections/api/topics.ts'
import { progressWatch, type StuckTask } from '../progress-watch.ts'
import type { TaskStatus } from '../task-monitor.ts'
import type { Base } from './base.ts'

export interface ProgressPlan {
  tasks(): readonly TaskStatus[]
  topics(): Promise<readonly TopicStatus[]>
  /** Time between two looks, milliseconds; six of them without progress are too many. */
  readonly everyMs?: number
}

export interface ProgressPart {
  stuck(): readonly StuckTask[]
}

const LOOKS = 6

/** Looks whether the tasks of this process make progress while records wait for them, until the parts are ended. */
export function startProgress(
  { ports, undo, logger, warn }: Base,
  { tasks, topics, everyMs = 10_000 }: ProgressPlan,
): ProgressPart {
  const watch = progressWatch(LOOKS)
  const abort = new AbortController()
  const told = new Set<string>()

  function tell(): void {
    const names = new Set(watch.stuck().map(({ stage, partition }) => `${stage}.${partition}`))
    for (const { stage, partition, records } of watch.stuck()) {
      if (told.has(`${stage}.${partition}`)) continue
      logger.warn({ code: 'HS_DETECTION_STUCK', stage, partition, records }, 'records wait for a task that makes no progress')
    }
    for (const name of told) if (!names.has(name)) logger.info({ task: name }, 'the task makes progress again')
    told.clear()
    for (const name of names) told.add(name)
  }

  async function run(): Promise<void> {
    while (!abort.signal.aborted) {
      await ports.clock.sleep(everyMs, abort.signal)
      if (abort.signal.aborted) return
      await topics()
        .then((status) => watch.look(tasks(), status))
        .then(tell)
        .catch(warn)
    }
  }

  const done = run()
  undo.add(async () => {
    abort.abort()
    await done
  })
  return { stuck: watch.stuck }
}
