import type { Codec } from '../../schemas/codec/codec.ts'
import type { Log } from '../../streams/runtime/log/log.ts'

/** A log and the codec over the schemas that stand in it. */
export interface Installation {
  readonly log: Log
  readonly codec: Codec
}

export interface OpenedInstallation extends Installation {
  /** Partitions of the telemetry side and of what is copied to it; the decision side has one. */
  readonly partitions: number
  /** Where schemas get their ids, for people. */
  readonly registry: string
}
