import type { RefoldPoint } from '../../schemas/generated/records.ts'
import type { PlacedEpoch } from '../../streams/runtime/state/history.ts'

/** Consecutive epochs of one version, and the bases from which they can be folded again. */
export interface Segment {
  readonly version: string
  readonly first: number
  readonly last: number
  /** Oldest first; none when nothing of the segment can be verified, for the reason given. */
  readonly bases: readonly RefoldPoint[]
  readonly reason: string
}

/**
 * Cuts history where the version changes, and finds for each segment the bases of its version whose inputs are still in the log.
 *
 * @param starts  first offset that is kept of each input
 * @param running the version of the code that would fold it again, or undefined to take any (as if they were the same)
 */
export function segmentsOf(
  epochs: readonly PlacedEpoch[],
  bases: readonly RefoldPoint[],
  starts: readonly number[],
  running: string | undefined,
): Segment[] {
  const segments: Segment[] = []
  for (const { epoch } of epochs) {
    const last = segments.at(-1)
    if (last?.version === epoch.version) segments[segments.length - 1] = { ...last, last: epoch.n }
    else segments.push({ version: epoch.version, first: epoch.n, last: epoch.n, bases: [], reason: '' })
  }
  const firstKept = epochs[0]?.epoch.n ?? 1
  return segments.map((segment) => withBase(segment, bases, starts, running, firstKept))
}

function withBase(
  segment: Segment,
  bases: readonly RefoldPoint[],
  starts: readonly number[],
  running: string | undefined,
  firstKept: number,
): Segment {
  if (running !== undefined && segment.version !== running) {
    return { ...segment, reason: `made by version ${segment.version}; this is ${running} (--as-if-same runs it all the same)` }
  }
  const own = bases.filter((base) => base.version === segment.version && base.end >= segment.first && base.end <= segment.last)
  if (own.length === 0) return { ...segment, reason: 'it has no base: it ended before the first was written' }
  const usable = own.filter(
    ({ start, position }) => start >= firstKept - 1 && position.every((offset, input) => offset >= starts[input]),
  )
  if (usable.length === 0) return { ...segment, reason: 'the inputs of its bases have been removed by retention' }
  return { ...segment, bases: usable }
}
