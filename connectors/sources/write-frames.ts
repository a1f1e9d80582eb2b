import { codeOf } from '../../schemas/core/homeostat-error.ts'
import type { FrameInput } from '../../schemas/telemetry/validate-frame.ts'
import type { FrameSink, OnTrouble } from './source.ts'

/**
 * Writes what a source has measured, a part at a time; what the log cannot take is told and lost.
 * @returns whether there is a log to write to any longer
 */
export async function writeFrames(sink: FrameSink, frames: readonly FrameInput[], onTrouble: OnTrouble): Promise<boolean> {
  for (let from = 0; from < frames.length; from += FRAMES_AT_ONCE) {
    const batch = frames.slice(from, from + FRAMES_AT_ONCE)
    try {
      await sink.publish(batch)
    } catch (error) {
      onTrouble(error, batch.length)
      if (codeOf(error) === 'HS_LOG_CLOSED') return false
    }
  }
  return true
}

/** Far below what may be on its way into the log at once. */
const FRAMES_AT_ONCE = 2_000
