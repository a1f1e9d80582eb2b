import type { Codec } from '../../../schemas/codec/codec.ts'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import type { FrameInput } from '../../../schemas/telemetry/validate-frame.ts'
import type { Log, Writer } from '../../../streams/runtime/log/log.ts'
import { frameDigest } from './frame-digest.ts'
import { lastTick, type TapePosition } from './tape-position.ts'

/** Where a tape stands in a log before it is played. */
export interface TapeStanding {
  /** The time that the log has reached; undefined in a new log. */
  readonly tick: number | undefined
  /** Offset of that tick. */
  readonly offset: number
  /** Frames of this tape that the log holds. */
  readonly frames: number
  readonly digest: string
}

export async function tapeStanding(log: Log, codec: Codec, tape: string): Promise<TapeStanding> {
  const last = await lastTick(log)
  const own = last?.position?.tape === tape ? last.position : undefined
  return {
    tick: last && tickOf(last.record.value, codec),
    offset: last?.record.offset ?? -1,
    frames: own?.frames ?? 0,
    digest: own?.digest ?? '',
  }
}

function tickOf(value: Buffer | null, codec: Codec): number | undefined {
  const decoded = value && codec.decode(value)
  return decoded?.type === 'Tick' ? decoded.value.at : undefined
}

/**
 * Becomes the clock of the log.
 *
 * The look at the time comes before the writer is opened, since opening it ends the clock of a living installation, and is repeated
 * behind it, when nobody else can write any more.
 *
 * @throws HS_TAPE_BEHIND_CLOCK, HS_LOG_LOCKED
 */
export async function openClock(
  log: Log,
  codec: Codec,
  tape: string,
  standing: TapeStanding,
  first: FrameInput,
): Promise<Writer> {
  if (standing.frames === 0 && standing.tick !== undefined && first.at < standing.tick) {
    throw new HomeostatError('HS_TAPE_BEHIND_CLOCK', {
      message: `The tape begins at ${iso(first.at)}, but this log has reached ${iso(standing.tick)}. Play it into a log of its own (--data).`,
      value: first.at,
      limit: standing.tick,
    })
  }
  const writer = await log.writer('clock')
  if ((await tapeStanding(log, codec, tape)).offset === standing.offset) return writer
  await writer.close()
  throw new HomeostatError('HS_LOG_LOCKED', {
    message: 'Another process plays into this log at the same time; end one of the two.',
  })
}

const iso = (at: number) => new Date(at).toISOString()

/** Follows a tape through the frames that the log holds already. */
export interface TapeProgress {
  /** True while the log holds the frames that come. */
  readonly isBehind: boolean
  /** @throws HS_TAPE_CHANGED when the frames so far are not those that the log holds */
  advance(frame: FrameInput): void
  position(): TapePosition
  /** @throws HS_TAPE_CHANGED when the tape ended before the part that the log holds */
  end(): void
}

export function tapeProgress(tape: string, standing: TapeStanding): TapeProgress {
  const digest = frameDigest()
  let frames = 0

  return {
    get isBehind() {
      return frames < standing.frames
    },
    advance(frame) {
      frames += 1
      digest.add(frame)
      if (frames === standing.frames && digest.value() !== standing.digest) throw changed(tape, frames)
    },
    position: () => ({ tape, frames, digest: digest.value() }),
    end() {
      if (frames < standing.frames) throw changed(tape, standing.frames)
    },
  }
}

function changed(tape: string, frames: number): HomeostatError {
  return new HomeostatError('HS_TAPE_CHANGED', {
    message: `This log holds ${frames} frames of ${tape}, and the file no longer begins with them. Play it into a new log (--data).`,
    value: frames,
  })
}
