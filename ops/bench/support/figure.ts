import type { Spent } from './cpu.ts'

/** What must be reached; one of the two. */
export type Bar = { readonly atLeast: number } | { readonly atMost: number }

/** One measured thing: a row of the table. */
export interface Figure {
  readonly what: string
  /** One value a round. */
  readonly rounds: readonly number[]
  readonly unit: string
  readonly bar?: Bar
  /** CPU and wall time of all rounds together. */
  readonly spent?: Spent
}

/** What a benchmark found, and the load it was given. */
export interface Findings {
  readonly load: string
  readonly figures: readonly Figure[]
  /** Shown before the figures, when things of several kinds stand side by side. */
  readonly table?: { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }
}

export function isMet(bar: Bar, value: number): boolean {
  return 'atLeast' in bar ? value >= bar.atLeast : value <= bar.atMost
}
