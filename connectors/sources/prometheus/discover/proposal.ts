import type { PrometheusQuery } from '../query.ts'
import type { Survey } from './survey.ts'

/** A query that may be worth asking. */
export interface Proposal {
  /** What it was recognised by, such as node_exporter. */
  readonly of: string
  readonly query: PrometheusQuery
}

/** What one exporter, or a convention, is worth watching for. Pure. */
export interface Recogniser {
  readonly name: string
  /** Nothing when the survey shows none of it. */
  propose(survey: Survey): readonly PrometheusQuery[]
}
