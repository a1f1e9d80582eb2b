import type { CommitReport } from './committer.ts'

export type TaskPhase = 'opening' | 'running' | 'waiting' | 'stopped'

/** What the world may know of a task. Metrics are made from it by whoever composes the process, never inside a component. */
export interface TaskObserver {
  phase(phase: TaskPhase): void
  /** The task is its owner's again: its state was restored from the log, or it went on from what this process still knew. */
  opened?(how: 'restored' | 'resumed'): void
  /** Share of the restore that is done, 0 to 1. */
  restoring(share: number): void
  committed(report: CommitReport): void
  /** Next offset of each input, and how many records are read but not folded. */
  advanced(position: readonly number[], buffered: number): void
  /** Folding waited for an input (by its index) of which a whole poll did not learn whether there is more. */
  waitedFor?(input: number): void
  /** How long a call of a processor took; one call in some hundred is measured. */
  called?(processor: string, milliseconds: number): void
  /** Any sign of life: a completed read, progress of a restore. */
  alive(): void
  /** The task ended with an error; `retryInMs` says when it is opened again, undefined when a person is needed. */
  failed(error: unknown, retryInMs: number | undefined): void
}
