import type { Clock } from '../../ports/clock.ts'

export interface Slices {
  /** Runs `step` until it says that it is done, a few milliseconds at a time; between slices others run. */
  run(step: () => 'more' | 'done'): Promise<void>
}

/** @param checkBefore called before each slice; what it throws ends the run */
export function createSlices(clock: Clock, checkBefore: () => void): Slices {
  return {
    async run(step) {
      for (;;) {
        checkBefore()
        const until = performance.now() + SLICE_MS
        do {
          if (step() === 'done') return
        } while (performance.now() < until)
        await clock.pause()
      }
    },
  }
}

const SLICE_MS = 3
