import type { Clock } from '../ports/clock.ts'
import type { Standing } from '../task/standing.ts'

/** A rebalance ends within a minute or the members are thrown out; twice that, then the task has gone elsewhere for good. */
const KEPT_MS = 120_000

interface Kept {
  readonly standing: Standing
  readonly over: AbortController
}

/**
 * States of tasks that this process has stopped in good order, because most that are revoked come straight back: a member that joins or
 * leaves makes all others give up everything for a moment. Only what the process held anyway stays in memory: as soon as it is given
 * other tasks what belongs to none of them goes, and the rest after two minutes.
 */
export class KeptTasks {
  private readonly kept = new Map<number, Kept>()
  /** The tasks given last; undefined while it is open which come next. */
  private given: readonly number[] | undefined
  private closed = false

  constructor(private readonly clock: Clock) {}

  /** These tasks were given to the process: it will not have others back soon. */
  assigned(tasks: readonly number[]): void {
    this.given = tasks
    for (const task of [...this.kept.keys()]) if (!tasks.includes(task)) this.drop(task)
  }

  /** Some tasks were taken away, and nobody knows yet who gets them. */
  revoked(): void {
    this.given = undefined
  }

  keep(task: number, standing: Standing): void {
    if (this.closed || (this.given && !this.given.includes(task))) return
    this.drop(task)
    const over = new AbortController()
    const kept = { standing, over }
    this.kept.set(task, kept)
    void this.clock.sleep(KEPT_MS, over.signal).then(() => {
      if (this.kept.get(task) === kept) this.kept.delete(task)
    })
  }

  /** Gives it away: whoever folds on changes it. */
  take(task: number): Standing | undefined {
    const kept = this.kept.get(task)
    this.drop(task)
    return kept?.standing
  }

  /** Nothing comes back any more. */
  close(): void {
    this.closed = true
    for (const task of [...this.kept.keys()]) this.drop(task)
  }

  private drop(task: number): void {
    this.kept.get(task)?.over.abort()
    this.kept.delete(task)
  }
}
