import type { FrameView } from '../../../schemas/codec/codec.ts'
import type { LateReason } from '../../../schemas/generated/records.ts'

/** What a frame must fulfil to move anything; what does not goes to telemetry.late with the reason. */
export interface IntakeRules {
  /** A frame may be this much older than the newest of its source. */
  readonly graceMs: number
  /** A frame may be this far ahead of its own arrival. */
  readonly futureMs: number
  /** A source that is silent for so long is forgotten; an older frame has no place. */
  readonly forgetMs: number
  /** More sources than this a task are refused. */
  readonly maxSources: number
  /** More metrics than this a frame are refused. */
  readonly maxMetrics: number
}

/** What is remembered of a source's frames: the newest event time, and all event times within the grace behind it. */
export interface Seen {
  newest: number
  recent: number[]
}

export interface Refusal {
  readonly reason: LateReason
  readonly value: number
  readonly limit: number
}

/**
 * Whether a frame may move anything. Frames of one source that arrive in order cost one comparison and one push; only those that do
 * not are looked up.
 *
 * @param now      time of the last tick, 0 before the first
 * @param seen     undefined for a source that is new; whether there is room for it is not asked here
 * @returns        the refusal, or undefined when the frame may be noted
 */
export function admit(
  frame: FrameView,
  arrival: number,
  now: number,
  seen: Seen | undefined,
  rules: IntakeRules,
): Refusal | undefined {
  if (frame.names.length > rules.maxMetrics) return { reason: 'metric_cap', value: frame.names.length, limit: rules.maxMetrics }
  if (frame.at > arrival + rules.futureMs) return { reason: 'future', value: frame.at - arrival, limit: rules.futureMs }
  if (now > 0 && frame.at < now - rules.forgetMs) return { reason: 'expired', value: now - frame.at, limit: rules.forgetMs }
  if (seen === undefined || frame.at > seen.newest) return undefined
  if (frame.at < seen.newest - rules.graceMs) return { reason: 'late', value: seen.newest - frame.at, limit: rules.graceMs }
  if (seen.recent.includes(frame.at)) return { reason: 'repeated', value: seen.newest - frame.at, limit: 0 }
  return undefined
}

/** Notes an admitted frame; drops what has left the grace, many at a time. */
export function note(seen: Seen, at: number, graceMs: number): void {
  seen.recent.push(at)
  if (at <= seen.newest) return
  seen.newest = at
  const edge = at - graceMs
  if (seen.recent.length >= DROPPED_AT_ONCE && seen.recent[DROPPED_AT_ONCE - 1] < edge) {
    seen.recent = seen.recent.filter((recent) => recent >= edge)
  }
}

const DROPPED_AT_ONCE = 32
