import { tracedChanges } from './traced-changes.ts'

/**
 * Exact changes of the mean by functional pruning (FPOP: Maidstone, Hocking, Rigaill & Fearnhead 2017, "On optimal multiple changepoint
 * algorithms for large data"): the segmentation with the smallest sum of squared distances from the segments' means plus `penalty` for
 * every change. It finds what `pelt` finds with the squared cost and segments of one observation, in about O(n log n) whether there are
 * changes or not.
 *
 * For every place where the last segment may have begun there is a parabola: the cost of everything so far, by the mean of that segment.
 * Kept is the lower envelope of these parabolas, in pieces from left to right; a begin that is lowest nowhere can never become best again.
 *
 * @param values   all finite
 * @param penalty  cost of a change, in the squared unit of `values`, > 0
 * @returns        index of the first observation of every segment but the first, ascending; the end of the series is none
 */
export function meanChanges(values: Float64Array, penalty: number): Int32Array {
  const length = values.length
  const { centred, low, high } = centredOf(values)
  if (!(low < high)) return new Int32Array(0)
  const began = new Int32Array(length + 1)
  let [envelope, next] = [emptyEnvelope(64), emptyEnvelope(64)]
  envelope.ends[0] = high
  envelope.count = 1
  for (let end = 1; end <= length; end += 1) {
    const most = 2 * envelope.count + 1
    if (next.ends.length < most) next = emptyEnvelope(2 * most)
    const best = addObservation(envelope, centred[end - 1], low)
    began[end] = envelope.begins[best]
    pruneEnvelope(envelope, next, low, end, envelope.least + penalty)
    const spent = envelope
    envelope = next
    next = spent
  }
  return tracedChanges(began, length)
}

/** Distances from the mean, which are smaller numbers than the values and so lose less, and their range. */
function centredOf(values: Float64Array): { centred: Float64Array; low: number; high: number } {
  let sum = 0
  for (let i = 0; i < values.length; i += 1) sum += values[i]
  const mean = sum / values.length
  const centred = new Float64Array(values.length)
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] - mean
    centred[i] = value
    if (value < low) low = value
    if (value > high) high = value
  }
  return { centred, low, high }
}

/** Pieces from left to right; each ends where the next one begins. Cost of a mean m: square m² - 2 sum m + constant. */
interface Envelope {
  count: number
  /** The lowest cost, when it was last looked for. */
  least: number
  readonly ends: Float64Array
  /** Where the segment of the piece begins. */
  readonly begins: Int32Array
  readonly squares: Float64Array
  readonly sums: Float64Array
  readonly constants: Float64Array
}

function emptyEnvelope(size: number): Envelope {
  const [ends, squares, sums, constants] = Array.from({ length: 4 }, () => new Float64Array(size))
  return { count: 0, least: 0, ends, begins: new Int32Array(size), squares, sums, constants }
}

/** Adds an observation to every parabola, and notes the lowest cost. @returns the piece where that is */
function addObservation(envelope: Envelope, value: number, low: number): number {
  const { count, ends, squares, sums, constants } = envelope
  let least = Number.POSITIVE_INFINITY
  let best = 0
  let left = low
  for (let i = 0; i < count; i += 1) {
    const square = squares[i] + 1
    const sum = sums[i] + value
    const constant = constants[i] + value * value
    squares[i] = square
    sums[i] = sum
    constants[i] = constant
    const right = ends[i]
    const vertex = sum / square
    const at = vertex < left ? left : vertex > right ? right : vertex
    const cost = (square * at - 2 * sum) * at + constant
    if (cost < least) {
      least = cost
      best = i
    }
    left = right
  }
  envelope.least = least
  return best
}

/** Writes to `next` the parts of the pieces that cost no more than a new segment from here, and new pieces where they cost more. */
function pruneEnvelope(envelope: Envelope, next: Envelope, low: number, end: number, limit: number): void {
  const { count, ends, squares, sums, constants } = envelope
  next.count = 0
  let left = low
  for (let i = 0; i < count; i += 1) {
    const square = squares[i]
    const sum = sums[i]
    const over = constants[i] - limit
    const right = ends[i]
    const isWhole = (square * left - 2 * sum) * left + over <= 0 && (square * right - 2 * sum) * right + over <= 0
    if (isWhole) keep(envelope, i, next, right)
    else {
      const vertex = sum / square
      const room = (vertex * sum - over) / square
      const reach = room > 0 ? Math.sqrt(room) : 0
      const from = Math.max(left, vertex - reach)
      const to = Math.min(right, vertex + reach)
      if (from >= to) begin(next, end, right, limit)
      else {
        if (from > left) begin(next, end, from, limit)
        keep(envelope, i, next, to)
        if (to < right) begin(next, end, right, limit)
      }
    }
    left = right
  }
}

function keep(envelope: Envelope, i: number, next: Envelope, right: number): void {
  const at = next.count
  next.ends[at] = right
  next.begins[at] = envelope.begins[i]
  next.squares[at] = envelope.squares[i]
  next.sums[at] = envelope.sums[i]
  next.constants[at] = envelope.constants[i]
  next.count = at + 1
}

/** A piece of the segment that begins here, which has no observation yet; one that is there already grows. */
function begin(next: Envelope, end: number, right: number, limit: number): void {
  const at = next.count
  if (at > 0 && next.begins[at - 1] === end) {
    next.ends[at - 1] = right
    return
  }
  next.ends[at] = right
  next.begins[at] = end
  next.squares[at] = 0
  next.sums[at] = 0
  next.constants[at] = limit
  next.count = at + 1
}
