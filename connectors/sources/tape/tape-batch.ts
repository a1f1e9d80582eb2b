import type { Codec } from '../../../schemas/codec/codec.ts'
import type { FrameInput } from '../../../schemas/telemetry/validate-frame.ts'
import { ScheduleTicks, SystemTelemetryRaw } from '../../../schemas/topics.ts'
import type { NewRecord } from '../../../streams/runtime/log/log.ts'
import { positionHeaders, type TapePosition } from './tape-position.ts'
import { tickTimes } from './tick-times.ts'

export interface TapeBatchOptions {
  readonly codec: Pick<Codec, 'encode' | 'encodeFrame'>
  readonly tenant: string
  readonly tickEveryMs: number
  readonly tickPartitions: readonly number[]
  /** The last tick that the log holds; undefined in a new log. */
  readonly tick: number | undefined
}

/** What the next commit of a tape will write: frames, and the ticks that their times call for. */
export interface TapeBatch {
  add(frame: FrameInput): void
  /** The last tick of a tape: at or behind every frame, so that what was due by then happens. */
  end(newest: number): void
  readonly frames: number
  readonly bytes: number
  /** Empties the batch; its last tick carries the position. No records when nothing was added. */
  take(position: TapePosition): readonly NewRecord[]
}

/**
 * A tape owns the time of its log: ticks lie on whole multiples of the interval and never step back, whatever the frames do. A frame
 * whose time goes backwards is written as it is; the stages judge how late it is.
 */
export function tapeBatch({ codec, tenant, tickEveryMs, tickPartitions, tick: lastTick }: TapeBatchOptions): TapeBatch {
  let tick = lastTick
  let ticks: number[] = []
  let frames: NewRecord[] = []
  let bytes = 0

  function advance(to: number): void {
    const due = tick === undefined ? [Math.floor(to / tickEveryMs) * tickEveryMs] : tickTimes(tick, to, tickEveryMs)
    for (const at of due) ticks.push(at)
    tick = due.at(-1) ?? tick
  }

  return {
    get frames() {
      return frames.length
    },
    get bytes() {
      return bytes
    },

    add(frame) {
      advance(frame.at)
      const key = Buffer.from(`${tenant}/${frame.source}`)
      const value = codec.encodeFrame(frame)
      frames.push({ topic: SystemTelemetryRaw.name, key, value })
      bytes += key.length + value.length
    },

    end(newest) {
      advance(Math.ceil(newest / tickEveryMs) * tickEveryMs)
    },

    take(position) {
      if (frames.length === 0 && ticks.length === 0) return []
      // A commit without a tick of its own repeats the last one: it says nothing new of the time, but carries the position.
      if (ticks.length === 0 && tick !== undefined) ticks = [tick]
      const headers = positionHeaders(position)
      const records = [...ticks.flatMap((at, i) => tickRecords(at, i === ticks.length - 1 ? headers : {})), ...frames]
      ticks = []
      frames = []
      bytes = 0
      return records
    },
  }

  function tickRecords(at: number, headers: NewRecord['headers'] & object): NewRecord[] {
    const value = codec.encode('Tick', { at })
    return tickPartitions.map((partition) => ({ topic: ScheduleTicks.name, partition, key: null, value, headers }))
  }
}
