import type { TopicStatus } from '../../projections/api/topics.ts'
import type { TaskStatus } from './task-monitor.ts'

/** What waits for a task that makes no progress. */
export interface StuckTask {
  readonly stage: string
  readonly partition: number
  readonly records: number
}

/** Notices tasks that run and read and still fold nothing, though records wait for them. */
export interface ProgressWatch {
  /** One look; they are made at even intervals. */
  look(tasks: readonly TaskStatus[], topics: readonly TopicStatus[]): void
  stuck(): readonly StuckTask[]
}

/**
 * Looks are counted and not time: a process that slept for an hour has not been looked at meanwhile, and its tasks are not stuck.
 * @param looks after so many looks in a row without progress a task is stuck
 */
export function progressWatch(looks: number): ProgressWatch {
  let seen = new Map<string, { readonly place: string; readonly times: number; readonly task: StuckTask }>()
  return {
    look(tasks, topics) {
      const next: typeof seen = new Map()
      for (const { stage, partition, phase, position } of tasks) {
        const records = waitingFor(`stage:${stage}`, partition, topics)
        if (phase !== 'running' || records === 0) continue
        const [key, place] = [`${stage}.${partition}`, position.join()]
        const before = seen.get(key)
        const times = before?.place === place ? before.times + 1 : 0
        next.set(key, { place, times, task: { stage, partition, records } })
      }
      seen = next
    },
    stuck: () => [...seen.values()].filter(({ times }) => times >= looks).map(({ task }) => task),
  }
}

function waitingFor(name: string, own: number, topics: readonly TopicStatus[]): number {
  const readers = topics.filter(({ partition }) => partition === own).flatMap((topic) => topic.readers)
  return readers.filter(({ reader }) => reader === name).reduce((sum, { lag }) => sum + lag, 0)
}
