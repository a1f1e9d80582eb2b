/**
 * Does `work` for every item, at most `width` at a time, in the order of the items; the results keep that order. After `stop` no
 * further item is begun, so that there may be fewer results.
 */
export async function inParallel<T, R>(
  items: readonly T[],
  width: number,
  stop: AbortSignal,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = []
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < items.length && !stop.aborted) {
      const index = next++
      results[index] = await work(items[index])
    }
  }
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker))
  return results
}
