/** When which task has committed, in the order of time; milliseconds of one clock. */
export interface CommitTimes {
  add(task: string): void
  /** Resolves at the next commit of any task. */
  next(): Promise<void>
  /** The longest time without a commit of a task that began or ended between the two moments, and when it ended. */
  longestPause(from: number, to: number): Pause
}

export interface Pause {
  readonly task: string
  readonly milliseconds: number
  readonly endedAt: number
}

export function commitTimes(now: () => number): CommitTimes {
  const times = new Map<string, number[]>()
  let waiting: (() => void)[] = []
  return {
    add(task) {
      const own = times.get(task)
      if (own) own.push(now())
      else times.set(task, [now()])
      for (const resolve of waiting) resolve()
      waiting = []
    },
    next: () => new Promise((resolve) => waiting.push(resolve)),
    longestPause(from, to) {
      let longest: Pause = { task: '', milliseconds: 0, endedAt: from }
      for (const [task, moments] of times)
        for (const [at, moment] of moments.entries()) {
          const milliseconds = moment - (moments[at - 1] ?? moment)
          const touches = moment >= from && (moments[at - 1] ?? moment) <= to
          if (touches && milliseconds > longest.milliseconds) longest = { task, milliseconds, endedAt: moment }
        }
      return longest
    },
  }
}
