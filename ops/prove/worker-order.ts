import type { Connection } from '../app/connection/connection.ts'

/** What a worker of a proof is told, as JSON in its first argument. */
export interface WorkerOrder {
  readonly connection: Connection
  /** Of a PostgreSQL for the read models. */
  readonly dsn: string
  /** Has every read model built anew beside its rows. */
  readonly rebuild: boolean
  /** On Kafka: three in ten transactions wait up to so many milliseconds between what was sent and their end. */
  readonly slowMs: number
  /** Opens writers that fence nobody: what a proof must notice. */
  readonly unfenced: boolean
  /** Between what a task reads at once and the next: smaller steps are more places to be disturbed at. */
  readonly pollBytes: number
}

export function readOrder(text = '{}'): WorkerOrder {
  return JSON.parse(text) as WorkerOrder // it is written by `startMember`, with this type
}
