import type { Codec } from '../../schemas/codec/codec.ts'
import { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import type { FrameInput } from '../../schemas/telemetry/validate-frame.ts'
import { SystemTelemetryRaw } from '../../schemas/topics.ts'
import type { Log, NewRecord } from '../../streams/runtime/log/log.ts'
import type { FrameSink } from './source.ts'

export interface LogSinkOptions {
  readonly log: Pick<Log, 'append'>
  readonly codec: Pick<Codec, 'encodeFrame'>
  readonly tenant: string
  /** How many frames may be on their way into the log; default 50,000. */
  readonly maxFrames?: number
  /** How many bytes of keys and values may be on their way; default 64 MB. */
  readonly maxBytes?: number
}

/** What a sink has in flight, for the metrics page. */
export interface InFlight {
  readonly frames: number
  readonly bytes: number
}

/**
 * Writes frames to `system.telemetry.raw`, keyed tenant/source. What is on its way is bounded: beyond the bounds it refuses at once
 * instead of queueing, so that the memory is flat and the sender learns of it.
 *
 * An error of the log goes to the caller as it is: with HS_DISK_FULL nothing was written and the same call may be repeated; after
 * HS_LOG_CLOSED no call will succeed; after any other error it is unknown whether the frames stand in the log, and repeating is safe,
 * because (source, at) identifies a frame and readers count it once.
 */
export function logSink({
  log,
  codec,
  tenant,
  maxFrames = 50_000,
  maxBytes = 64_000_000,
}: LogSinkOptions): FrameSink & { inFlight(): InFlight } {
  let framesInFlight = 0
  let bytesInFlight = 0
  return {
    inFlight: () => ({ frames: framesInFlight, bytes: bytesInFlight }),

    async publish(frames) {
      if (frames.length === 0) return []
      admit('frames', framesInFlight, frames.length, maxFrames)
      const records = frames.map((frame) => toRecord(frame, codec, tenant))
      const bytes = records.reduce((sum, record) => sum + record.key.length + record.value.length, 0)
      admit('bytes', bytesInFlight, bytes, maxBytes)
      framesInFlight += frames.length
      bytesInFlight += bytes
      try {
        return await log.append(records)
      } finally {
        framesInFlight -= frames.length
        bytesInFlight -= bytes
      }
    },
  }
}

function admit(unit: string, inFlight: number, more: number, limit: number): void {
  if (more > limit) {
    throw new HomeostatError('HS_INGEST_TOO_LARGE', {
      message: `${more} ${unit} at once are more than the ${limit} that may be on their way into the log. Split the request.`,
      value: more,
      limit,
    })
  }
  if (inFlight + more <= limit) return
  throw new HomeostatError('HS_INGEST_BUSY', {
    message: `${inFlight} ${unit} are on their way into the log, ${more} more would exceed ${limit}. Send again in a second.`,
    value: inFlight + more,
    limit,
    retryAfterMs: RETRY_AFTER_MS,
  })
}

/** HTTP counts in whole seconds; a group commit takes far less. */
const RETRY_AFTER_MS = 1000

function toRecord(frame: FrameInput, codec: Pick<Codec, 'encodeFrame'>, tenant: string) {
  return {
    topic: SystemTelemetryRaw.name,
    key: Buffer.from(`${tenant}/${frame.source}`),
    value: codec.encodeFrame(frame),
  } satisfies NewRecord
}
