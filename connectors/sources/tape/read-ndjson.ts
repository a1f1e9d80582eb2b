import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { validateFrame } from '../../../schemas/telemetry/validate-frame.ts'
import { lines } from './lines.ts'
import { parseTime } from './parse-time.ts'
import { malformed, type TapeRow } from './tape-row.ts'

/**
 * One frame a line: `{"source":"web-1","at":1700000000000,"metrics":{"cpu_usage":12.5},"labels":{"region":"eu"}}`. `at` is a
 * number or a text as in tables; `source` and `labels` may be left out. Empty lines are passed over.
 *
 * @param source of frames that name none
 */
export async function* readNdjson(bytes: AsyncIterable<Buffer>, source: string): AsyncGenerator<TapeRow> {
  let line = 0
  for await (const text of lines(bytes)) {
    line += 1
    if (text.trim() !== '') yield { line, frame: frameOf(text, line, source) }
  }
}

function frameOf(text: string, line: number, fallback: string): TapeRow['frame'] {
  try {
    const given: unknown = JSON.parse(text)
    if (typeof given !== 'object' || given === null || Array.isArray(given)) return malformed(line, text, 'a frame in braces')
    const at = 'at' in given ? parseTime(String(given.at)) : undefined
    return validateFrame(at === undefined ? given : { ...given, at }, { source: fallback })
  } catch (error) {
    if (error instanceof SyntaxError) return malformed(line, text, `one JSON object (${error.message})`, error)
    if (error instanceof HomeostatError) return malformed(line, text, `a valid frame. ${error.message}`, error)
    throw error
  }
}
