import { ScheduleTicks } from '../../../schemas/topics.ts'
import type { Headers, Log, StoredRecord } from '../../../streams/runtime/log/log.ts'

/** How far a tape has come into a log. */
export interface TapePosition {
  readonly tape: string
  /** Frames of the tape that the log holds. */
  readonly frames: number
  /** Of those frames, so that a changed tape is recognised. */
  readonly digest: string
}

/** The last tick of a log, and the tape that wrote it if it was one. */
export interface LastTick {
  readonly record: StoredRecord
  readonly position: TapePosition | undefined
}

/**
 * Every commit of a tape ends with a tick whose headers say how far the tape has come. Frames, tick and position are one commit, so
 * after any crash the last tick tells exactly which frames the log holds.
 */
export async function lastTick(log: Pick<Log, 'bounds' | 'read'>): Promise<LastTick | undefined> {
  const { start, end } = await log.bounds(ScheduleTicks.name, 0)
  // Offsets may have holes at the end (a log with transactions spends some on them), so the look goes further back until it finds one.
  for (let back = 1; ; back *= 16) {
    const from = Math.max(start, end - back)
    const record = await lastOf(log, from, end)
    if (record) return { record, position: positionIn(record.headers) }
    if (from === start) return undefined
  }
}

async function lastOf(log: Pick<Log, 'read'>, from: number, to: number): Promise<StoredRecord | undefined> {
  let last: StoredRecord | undefined
  for (let next = from; next < to; ) {
    const result = await log.read(ScheduleTicks.name, 0, next, { to })
    last = result.records.at(-1) ?? last
    if (result.atEnd || result.next === next) break
    next = result.next
  }
  return last
}

export function positionHeaders({ tape, frames, digest }: TapePosition): Headers {
  return { tape_name: tape, tape_frames: String(frames), tape_digest: digest }
}

function positionIn(headers: Headers): TapePosition | undefined {
  if (headers.tape_name === undefined) return undefined
  return { tape: headers.tape_name, frames: Number(headers.tape_frames), digest: headers.tape_digest }
}
