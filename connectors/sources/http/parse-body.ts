import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'

/** A frame as the client sent it, unchecked, and how to call it in an error. */
export interface GivenFrame {
  readonly json: unknown
  readonly where: string
}

/**
 * The frames of a body, or what else is listed under a name: of JSON one, a list, or the list in `frames`; of NDJSON one a line.
 *
 * @param name  of the list
 * @throws HS_BODY_MALFORMED
 */
export function parseBody(body: Buffer, contentType: string | undefined, name = 'frames'): readonly GivenFrame[] {
  const text = decodeUtf8(body)
  if (contentType?.startsWith('application/x-ndjson')) return parseLines(text)
  const json = parseJson(text, 'The body')
  if (Array.isArray(json)) return numbered(json, name)
  if (typeof json !== 'object' || json === null || !(name in json)) return [{ json, where: name.replace(/s$/, '') }]
  const { [name]: list, ...rest } = json as Readonly<Record<string, unknown>> // an object, as just seen
  const unknown = Object.keys(rest)[0]
  if (!Array.isArray(list)) throw malformed(`"${name}" must be a list of ${name}.`)
  if (unknown !== undefined)
    throw malformed(`Beside "${name}" nothing is allowed, but there is ${JSON.stringify(unknown.slice(0, 60))}.`)
  return numbered(list, name)
}

function parseLines(text: string): readonly GivenFrame[] {
  return text.split('\n').flatMap((line, i) => {
    if (line.trim() === '') return []
    return [{ json: parseJson(line, `Line ${i + 1}`), where: `line ${i + 1}` }]
  })
}

function numbered(list: readonly unknown[], name: string): readonly GivenFrame[] {
  return list.map((json, i) => ({ json, where: `${name}[${i}]` }))
}

function decodeUtf8(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch (cause) {
    throw malformed('The body is not UTF-8.', cause)
  }
}

function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw malformed(`${what} is not JSON: ${cause instanceof Error ? cause.message.slice(0, 200) : String(cause)}.`, cause)
  }
}

function malformed(message: string, cause?: unknown): HomeostatError {
  return new HomeostatError('HS_BODY_MALFORMED', { message, cause })
}
