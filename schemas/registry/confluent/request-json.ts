import http from 'node:http'
import https from 'node:https'

export interface JsonRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly url: string
  readonly body?: unknown
  readonly auth?: { readonly username: string; readonly password: string } | undefined
  readonly agent?: http.Agent | undefined
  /** Bound of the whole exchange. */
  readonly timeoutMs: number
}

export interface JsonAnswer {
  readonly status: number
  /** Undefined when the answer was not JSON. */
  readonly json: unknown
}

/** More than any schema: what is longer comes from something else. */
const longest = 16e6

/**
 * One HTTP exchange as registries speak it. Not `fetch`, because an agent carries the certificates.
 * @throws what Node says when there was no whole answer in time
 */
export function requestJson({ method, url, body, auth, agent, timeoutMs }: JsonRequest): Promise<JsonAnswer> {
  const text = body === undefined ? undefined : JSON.stringify(body)
  const headers = {
    accept: 'application/vnd.schemaregistry.v1+json, application/json',
    ...(text !== undefined && { 'content-type': 'application/vnd.schemaregistry.v1+json' }),
    ...(auth && { authorization: `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString('base64')}` }),
  }
  const { request } = url.startsWith('https:') ? https : http
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(timeoutMs)
    const exchange = request(url, { method, headers, signal, ...(agent && { agent }) }, (answer) => {
      const parts: Buffer[] = []
      let length = 0
      answer.on('data', (part: Buffer) => {
        parts.push(part)
        length += part.length
        if (length > longest) exchange.destroy(new Error(`The answer is longer than ${longest} bytes.`))
      })
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, json: parse(Buffer.concat(parts).toString()) }))
      answer.on('error', reject)
    })
    exchange.on('error', reject)
    exchange.end(text)
  })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // the caller says what it expected
  }
}
