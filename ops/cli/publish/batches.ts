/** Lines that go into one request. */
export interface Batch {
  /** Number of the first line, from 1. */
  readonly firstLine: number
  readonly lines: readonly string[]
}

/** Gathers lines until the next one would exceed a bound; empty lines are passed over, and numbered. */
export async function* batchesOf(
  lines: AsyncIterable<string> | Iterable<string>,
  bounds: { readonly lines: number; readonly bytes: number },
): AsyncGenerator<Batch> {
  let batch: string[] = []
  let bytes = 0
  let firstLine = 1
  let number = 0
  for await (const line of lines) {
    number++
    const size = Buffer.byteLength(line) + 1
    if (batch.length > 0 && (batch.length >= bounds.lines || bytes + size > bounds.bytes)) {
      yield { firstLine, lines: batch }
      batch = []
      bytes = 0
    }
    if (batch.length === 0) firstLine = number
    if (batch.length === 0 && line.trim() === '') continue
    batch.push(line) // empty lines within keep the numbers right; the API passes over them
    bytes += size
  }
  if (batch.length > 0) yield { firstLine, lines: batch }
}
