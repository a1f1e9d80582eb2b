import type { Registry } from 'prom-client'
import type { Ports } from '../../../streams/runtime/ports/ports.ts'
import type { ServiceLog } from '../service-log.ts'
import type { Undo } from '../undo.ts'

/** What every part of a process works with. */
export interface Base {
  readonly ports: Ports
  /** Partitions of the telemetry side. */
  readonly partitions: number
  readonly metrics: Registry
  readonly logger: ServiceLog
  /** Puts an error that is survived into the service log. */
  warn(error: unknown): void
  /** Ends the parts, last first. */
  readonly undo: Undo
}
