import type { Random } from './random.ts'

interface Planned {
  readonly at: number
  /** Decides between what happens at the same time. */
  readonly lot: number
  readonly nth: number
  run: (() => void) | undefined
}

/** Takes a planned event back. */
export type Cancel = () => void

/**
 * Virtual time: what is planned happens in the order of time, what falls on the same time in an order drawn by lot. Before each event
 * all promises that can go on do so; nothing else moves time, so that a run depends on nothing but its seed.
 */
export class Scheduler {
  private readonly heap: Planned[] = []
  private planned = 0

  constructor(
    readonly random: Random,
    /** Milliseconds since 1970. */
    public now: number,
  ) {}

  after(delayMs: number, run: () => void): Cancel {
    const event: Planned = { at: this.now + Math.max(0, Math.round(delayMs)), lot: this.random.next(), nth: this.planned++, run }
    this.push(event)
    return () => {
      event.run = undefined
    }
  }

  /** Lets the next event happen; false when nothing is planned. */
  async step(): Promise<boolean> {
    await settled()
    for (let event = this.pop(); event; event = this.pop()) {
      if (event.run === undefined) continue
      this.now = event.at
      event.run()
      return true
    }
    return false
  }

  private push(event: Planned): void {
    const { heap } = this
    let at = heap.push(event) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!before(event, heap[parent])) break
      heap[at] = heap[parent]
      at = parent
    }
    heap[at] = event
  }

  private pop(): Planned | undefined {
    const { heap } = this
    const first = heap[0]
    const last = heap.pop()
    if (last === undefined || heap.length === 0) return last
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && before(heap[child + 1], heap[child])) child++
      if (!before(heap[child], last)) break
      heap[at] = heap[child]
      at = child
    }
    heap[at] = last
    return first
  }
}

/** Resolves when no promise can go on without an event. Nothing here waits for the machine: there is no I/O in a simulation. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

function before(a: Planned, b: Planned): boolean {
  return a.at !== b.at ? a.at < b.at : a.lot !== b.lot ? a.lot < b.lot : a.nth < b.nth
}
