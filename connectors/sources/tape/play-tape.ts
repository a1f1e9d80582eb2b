import type { Codec } from '../../../schemas/codec/codec.ts'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import type { FrameInput } from '../../../schemas/telemetry/validate-frame.ts'
import { ScheduleTicks } from '../../../schemas/topics.ts'
import type { Log, Writer } from '../../../streams/runtime/log/log.ts'
import { type Clock, systemClock } from '../../../streams/runtime/ports/clock.ts'
import { type Pace, pacer } from './pace.ts'
import { type ReadTapeOptions, readTape, tapeName } from './read-tape.ts'
import { tapeBatch } from './tape-batch.ts'
import { malformed, type TapeRow } from './tape-row.ts'
import { openClock, tapeProgress, tapeStanding } from './tape-standing.ts'

export interface PlayTapeOptions extends ReadTapeOptions {
  readonly log: Log
  readonly codec: Codec
  /** Default `default`. */
  readonly tenant?: string
  /** Default Infinity, as fast as possible. */
  readonly pace?: Pace
  /** Event time from tick to tick; default 5000. */
  readonly tickEveryMs?: number
  /** What happens at a line that cannot be read; default `stop`. */
  readonly onMalformed?: 'stop' | 'skip'
  readonly clock?: Clock
  /** Ends the play after what was read has been written. */
  readonly signal?: AbortSignal
  /** Called after every commit. */
  readonly onProgress?: (progress: TapeSummary) => void
}

export interface TapeSummary {
  /** Written by this run. */
  readonly frames: number
  /** Values in these frames. */
  readonly samples: number
  /** Frames that the log held before. */
  readonly resumedAt: number
  /** Lines left out, with `onMalformed: 'skip'`. */
  readonly skippedLines: number
  /** What was wrong with the first of them. */
  readonly firstSkipped: HomeostatError | undefined
  /** The oldest and the newest event time of the tape so far; undefined while there is none. */
  readonly from: number | undefined
  readonly to: number | undefined
  /** False when the signal ended it. */
  readonly finished: boolean
}

/**
 * Plays recorded telemetry into a log of its own, whose time it owns: ticks are made from the event time of its frames.
 *
 * Exactly once: frames, ticks and position are one atomic commit of the writer `clock`. When a play ends early (interrupted, killed,
 * HS_DISK_FULL), playing the same tape into the same log goes on behind the last commit, and a tape that has grown in the meantime is
 * continued. A second player of the same log fences the first, which ends with HS_LOG_FENCED.
 *
 * @throws HS_TAPE_MALFORMED and the other HS_TAPE_… errors; what was read before has been written
 */
export async function playTape(path: string, options: PlayTapeOptions): Promise<TapeSummary> {
  const {
    log,
    codec,
    tenant = 'default',
    tickEveryMs = 5000,
    onMalformed = 'stop',
    clock = systemClock,
    signal,
    onProgress,
  } = options
  const tape = tapeName(path)
  const standing = await tapeStanding(log, codec, tape)
  const tickPartitions = (await log.partitions())
    .filter(({ topic }) => topic === ScheduleTicks.name)
    .map(({ partition }) => partition)
  const progress = tapeProgress(tape, standing)
  const batch = tapeBatch({ codec, tenant, tickEveryMs, tickPartitions, tick: standing.tick })
  const pacing = pacer(options.pace ?? Number.POSITIVE_INFINITY, clock)
  const summary: Mutable<TapeSummary> = { ...nothing, resumedAt: standing.frames }
  let writer: Writer | undefined
  let samples = 0

  async function commit(): Promise<void> {
    const frames = batch.frames
    const records = batch.take(progress.position())
    if (records.length === 0 || writer === undefined) return
    await writer.commit(records)
    summary.frames += frames
    summary.samples += samples
    samples = 0
    onProgress?.({ ...summary })
  }

  async function play(row: TapeRow): Promise<void> {
    const frame = judged(row, clock.now())
    if (frame instanceof HomeostatError) {
      if (onMalformed === 'stop') throw frame
      summary.skippedLines += 1
      summary.firstSkipped ??= frame
      return
    }
    if (progress.isBehind) return see(frame)
    if (pacing.isEarly(frame.at)) await commit()
    await pacing.until(frame.at, signal)
    if (signal?.aborted) return
    writer ??= await openClock(log, codec, tape, standing, frame)
    see(frame)
    batch.add(frame)
    samples += frame.names.length
    if (batch.frames >= BATCH_FRAMES || batch.bytes >= BATCH_BYTES) await commit()
  }

  function see(frame: FrameInput): void {
    progress.advance(frame)
    summary.from = Math.min(frame.at, summary.from ?? frame.at)
    summary.to = Math.max(frame.at, summary.to ?? frame.at)
  }

  try {
    for await (const row of readTape(path, options)) {
      if (signal?.aborted) break
      await play(row)
    }
    if (!signal?.aborted) {
      progress.end()
      if (summary.to !== undefined && writer) batch.end(summary.to)
      summary.finished = true
    }
  } finally {
    await commit().finally(() => writer?.close())
  }
  return summary
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

const nothing: TapeSummary = {
  frames: 0,
  samples: 0,
  resumedAt: 0,
  skippedLines: 0,
  firstSkipped: undefined,
  from: undefined,
  to: undefined,
  finished: false,
}

const BATCH_FRAMES = 2000
const BATCH_BYTES = 2_000_000

/** The frame of a row, refused when it would drag the clock of the log into a future that never comes. */
function judged({ line, frame }: TapeRow, now: number): FrameInput | HomeostatError {
  if (frame instanceof HomeostatError) return frame
  if (frame.at < 0) return malformed(line, String(frame.at), 'a time from 1970 on')
  if (frame.at <= now + FURTHEST_AHEAD_MS) return frame
  return malformed(line, new Date(frame.at).toISOString(), 'a time that is not more than 5 minutes ahead of this machine')
}

const FURTHEST_AHEAD_MS = 300_000
