/**
 * `levelShiftStep` for what is ordinary, without division and without a branch that noise decides: takes in a value that lies within the
 * bound and after which neither sum reaches `most`, and leaves everything else (what is not a number too) to the caller. Where it takes
 * the value in, the numbers of the series are what `levelShiftStep` makes of them.
 *
 * @param floor  mean deviation that is always there, in the unit of the series
 * @param share  mean deviation that is always there, as a share of the reference
 * @param most   in mean deviations
 * @returns      whether the value was taken in
 */
export function levelShiftStepWithin(
  cells: Float64Array,
  at: number,
  sums: number,
  value: number,
  floor: number,
  share: number,
  memory: number,
  quick: number,
  slack: number,
  bound: number,
  most: number,
): boolean {
  const reference = cells[at]
  const kept = cells[at + 1]
  const level = cells[at + 2]
  const unit = kept + floor + share * Math.abs(reference)
  const deviation = value - reference
  const size = Math.abs(deviation)
  const dead = slack * unit
  const up = cells[sums] + deviation - dead
  const down = cells[sums + 1] - deviation - dead
  const within = size <= bound * unit && up < most * unit && down < most * unit
  if (!within) return false
  cells[at] = reference + memory * deviation
  cells[at + 1] = kept + memory * (size - kept)
  cells[at + 2] = level + quick * (value - level)
  cells[sums] = (up + Math.abs(up)) / 2 // the larger of it and 0
  cells[sums + 1] = (down + Math.abs(down)) / 2
  return true
}
