/**
 * The changes of the best segmentation, from the begin of the best last segment for every end.
 *
 * @param began   by end, 0 to length: where the last segment begins when the series ends there
 * @returns       begins of the segments but the first, ascending
 */
export function tracedChanges(began: Int32Array, length: number): Int32Array {
  const changes: number[] = []
  for (let at = began[length]; at > 0; at = began[at]) changes.push(at)
  return Int32Array.from(changes.reverse())
}
