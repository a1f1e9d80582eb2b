import type { Pace } from '../../connectors/sources/tape/pace.ts'
import { playTape, type TapeSummary } from '../../connectors/sources/tape/play-tape.ts'
import { codeOf } from '../../schemas/core/homeostat-error.ts'
import type { Ports } from '../../streams/runtime/ports/ports.ts'
import type { ServiceLog } from './service-log.ts'

export interface Tape {
  readonly path: string
  readonly pace: Pace
}

/** Plays a tape until its end or until it is stopped, and says how it ended; the installation goes on to be looked at. */
export function startTape(
  { path, pace }: Tape,
  { log, codec, clock }: Ports,
  counted: (frames: number, samples: number, newestAt: number) => void,
  logger: ServiceLog,
): { stop(): Promise<void> } {
  const abort = new AbortController()
  let before = { frames: 0, samples: 0 }
  const onProgress = ({ frames, samples, to }: TapeSummary) => {
    counted(frames - before.frames, samples - before.samples, to ?? 0)
    before = { frames, samples }
  }
  const done = playTape(path, { log, codec, clock, pace, signal: abort.signal, onProgress }).then(
    ({ frames, resumedAt, finished }) =>
      logger.info(
        { tape: path, frames, resumedAt },
        finished ? 'the tape is at its end' : 'the tape was stopped; the next start goes on',
      ),
    (error: unknown) => logger.error({ code: codeOf(error), tape: path }, error instanceof Error ? error.message : String(error)),
  )
  return {
    async stop() {
      abort.abort()
      await done
    },
  }
}
