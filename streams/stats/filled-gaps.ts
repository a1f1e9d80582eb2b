/** A series whose gaps (what is not finite) lie on a straight line between their neighbours; at the ends the nearest value goes on. */
export function filledGaps(values: ArrayLike<number>): Float64Array {
  const filled = Float64Array.from(values)
  let before = -1
  for (let i = 0; i <= filled.length; i += 1) {
    if (i < filled.length && !Number.isFinite(filled[i])) continue
    const [left, right] = [before < 0 ? filled[i] : filled[before], i < filled.length ? filled[i] : filled[before]]
    for (let gap = before + 1; gap < i; gap += 1) filled[gap] = left + ((right - left) * (gap - before)) / (i - before)
    before = i
  }
  return filled
}
