import type { FrameInput } from '../../schemas/telemetry/validate-frame.ts'
import type { Position } from '../../streams/runtime/log/log.ts'

/** Where sources put what they measured. */
export interface FrameSink {
  /**
   * All frames or none, durable when it resolves; the positions are in the order of the frames.
   * @throws HS_INGEST_BUSY with retryAfterMs when too much is on its way already, HS_INGEST_TOO_LARGE when it never fits,
   *         and what the log throws: HS_DISK_FULL, HS_LOG_CLOSED, HS_RECORD_TOO_LARGE
   */
  publish(frames: readonly FrameInput[]): Promise<readonly Position[]>
}

/** Something that measures on its own account and goes on until it is stopped. */
export interface Source {
  readonly name: string
  /** Resolves when the first measurement is under way. */
  start(sink: FrameSink): Promise<void>
  /** Ends the measuring; resolves when everything that was measured has been written or given up. */
  stop(): Promise<void>
}

/** Something went wrong that a source survives: what it measured at this moment is lost. */
export type OnTrouble = (error: unknown, lostFrames: number) => void
