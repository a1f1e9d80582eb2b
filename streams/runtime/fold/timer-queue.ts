/** One wake-up: when, for which key, of which processor (its place in the stage), under which name. */
export interface QueuedTimer {
  readonly due: number
  readonly key: string
  readonly slot: number
  readonly name: string
}

/**
 * Wake-ups in the order (time, key, processor, name), a binary heap. Cancelled and replaced timers stay until they surface: whoever
 * takes one asks the key's own timers whether it still holds. O(log n) a push and a pop.
 */
export class TimerQueue {
  private readonly heap: QueuedTimer[] = []

  push(timer: QueuedTimer): void {
    const { heap } = this
    let at = heap.push(timer) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!before(timer, heap[parent])) break
      heap[at] = heap[parent]
      at = parent
    }
    heap[at] = timer
  }

  /** Takes the first timer that is due at or before `time`. */
  popDue(time: number): QueuedTimer | undefined {
    const { heap } = this
    if (heap.length === 0 || heap[0].due > time) return undefined
    const first = heap[0]
    const last = heap.pop()
    if (last !== undefined && heap.length > 0) this.sink(last)
    return first
  }

  private sink(timer: QueuedTimer): void {
    const { heap } = this
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && before(heap[child + 1], heap[child])) child++
      if (!before(heap[child], timer)) break
      heap[at] = heap[child]
      at = child
    }
    heap[at] = timer
  }
}

export function isSameTimer(a: QueuedTimer | undefined, b: QueuedTimer): boolean {
  return a !== undefined && a.due === b.due && a.key === b.key && a.slot === b.slot && a.name === b.name
}

function before(a: QueuedTimer, b: QueuedTimer): boolean {
  if (a.due !== b.due) return a.due < b.due
  if (a.key !== b.key) return a.key < b.key
  if (a.slot !== b.slot) return a.slot < b.slot
  return a.name < b.name
}
