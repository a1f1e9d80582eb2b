/**
 * The middle of a few numbers, in place: sorts `values[from, to)`. The mean of the two middle ones when their count is even.
 * O(n²) comparisons (insertion sort), meant for a dozen numbers; allocates nothing.
 */
export function medianInPlace(values: Float64Array, from = 0, to = values.length): number {
  for (let i = from + 1; i < to; i += 1) {
    const value = values[i]
    let j = i - 1
    for (; j >= from && values[j] > value; j -= 1) values[j + 1] = values[j]
    values[j + 1] = value
  }
  const middle = (from + to) >> 1
  return (to - from) % 2 === 1 ? values[middle] : values[middle - 1] + (values[middle] - values[middle - 1]) / 2
}
