import type { PartHealth } from '../../api/health.ts'
import type { BudgetView } from '../../api/routes/budget.ts'
import type { SeriesView } from '../../api/routes/series.ts'
import type { SourceView } from '../../api/routes/sources.ts'
import type { SignalView } from '../../api/signal-view.ts'
import type { TopicStatus } from '../../api/topics.ts'
import type { RangeName } from './ranges.js'

export type Signal = SignalView
export type Source = SourceView
export type Series = SeriesView
export type Budget = BudgetView
export type Topic = TopicStatus

export interface Health {
  readonly status: string
  readonly stuck: readonly string[]
  readonly parts: readonly PartHealth[]
}

/** What a route answered, or why it could not, as a sentence with the stable code. */
export type Part<T> = { readonly value: T } | { readonly problem: string }

/** What a person has chosen to look at; it stands in the address of the page. */
export interface Choice {
  /** undefined: the page chooses. */
  readonly source: string | undefined
  readonly metric: string | undefined
  readonly range: RangeName
  /** Id of the signal that is open. */
  readonly signal: string | undefined
  readonly filter: string
  /** Draws every metric of the source, not only the first ones. */
  readonly all: boolean
}

/** Everything on the page but the charts. */
export interface Overview {
  readonly health: Part<Health>
  readonly sources: Part<{ readonly sources: readonly Source[]; readonly next: string | null }>
  readonly signals: Part<{ readonly signals: readonly Signal[]; readonly next: string | null }>
  /** Those that last. */
  readonly open: Part<{ readonly signals: readonly Signal[]; readonly next: string | null }>
  readonly topics: Part<{ readonly topics: readonly Topic[] }>
  readonly budget: Part<Budget>
  /** Milliseconds since 1970 at which it was asked for. */
  readonly at: number
}

/** The charts of one source. */
export interface Charts {
  readonly source: Source
  /** Bounds of the range, milliseconds since 1970; `to` is the last frame where the source has been silent for longer than the range. */
  readonly from: number
  readonly to: number
  /** Of all its metrics, in the order in which they are drawn. */
  readonly metrics: readonly string[]
  /** The metrics that are drawn. */
  readonly series: readonly Series[]
  /** Of this source, those that touch the range. */
  readonly signals: readonly Signal[]
}

/** What the page does not learn from a route. */
export interface Facts {
  /** Samples of a metric after which it is past its warm-up. */
  readonly learnSamples: number
  readonly version: string
}

/** Asks a route by its path; rejects with an Error whose message is meant for people. */
export type Get = (path: string) => Promise<unknown>
