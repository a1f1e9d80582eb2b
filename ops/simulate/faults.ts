import type { Random } from './random.ts'

/** How likely what goes wrong, a call of a port. */
export interface Faults {
  /** The process ends. */
  readonly crash: number
  /** The process ends at a named failpoint. */
  readonly failpoint: number
  /** The call takes no effect and answers with an error. */
  readonly refuse: number
  /** The call takes effect and answers with an error. */
  readonly unknown: number
  /** The call takes up to half a second. */
  readonly slow: number
  /** The call takes up to ten seconds: longer than a task may be silent. */
  readonly stall: number
  /** Something greater is done, each 100 ms: a rebalance, an orderly restart, retention with compaction. */
  readonly upheaval: number
}

export const noFaults: Faults = { crash: 0, failpoint: 0, refuse: 0, unknown: 0, slow: 0, stall: 0, upheaval: 0 }

/** Each seed has its own mixture, some faults absent and some frequent: uniform mixtures hide what only one fault alone shows. */
export function drawFaults(random: Random): Faults {
  const often = (most: number) => (random.chance(0.4) ? 0 : most * random.next())
  return {
    crash: often(0.015),
    failpoint: often(0.1),
    refuse: often(0.05),
    unknown: often(0.05),
    slow: often(0.1),
    stall: often(0.01),
    upheaval: often(0.5),
  }
}
