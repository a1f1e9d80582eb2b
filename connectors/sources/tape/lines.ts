import { malformed } from './tape-row.ts'

/** The longest line of a tape; no frame that the log accepts is longer. */
export const LONGEST_LINE_BYTES = 4_000_000

/**
 * The lines of a text, without their ends (\n or \r\n) and without a byte order mark. Memory is bounded by the longest line.
 * @throws HS_TAPE_MALFORMED naming the line that is too long
 */
export async function* lines(bytes: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest: Buffer[] = []
  let restBytes = 0
  let count = 0

  for await (const chunk of bytes) {
    let start = 0
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      rest.push(chunk.subarray(start, end))
      yield textOf(rest, ++count)
      rest = []
      restBytes = 0
      start = end + 1
    }
    if (start < chunk.length) rest.push(chunk.subarray(start))
    restBytes += chunk.length - start
    if (restBytes > LONGEST_LINE_BYTES)
      throw malformed(count + 1, rest[0].toString(), `a line of at most ${LONGEST_LINE_BYTES} bytes`)
  }
  if (restBytes > 0) yield textOf(rest, ++count)
}

const NEWLINE = 0x0a

function textOf(parts: Buffer[], line: number): string {
  const text = (parts.length === 1 ? parts[0] : Buffer.concat(parts)).toString()
  const start = line === 1 && text.startsWith('\uFEFF') ? 1 : 0
  return text.slice(start, text.endsWith('\r') ? -1 : undefined)
}
