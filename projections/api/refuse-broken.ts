import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import { type Problem, problemOf } from '../../schemas/core/problem.ts'

/**
 * Answers what is no HTTP that this server speaks, in the form of every other refusal, and hangs up. Such a request comes to no route:
 * not even its address is known.
 */
export function refuseBroken(error: BrokenRequest, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  if (socket.writable) socket.write(answerOf(problemOf(reasonOf(error))))
  socket.destroy(error)
}

interface BrokenRequest extends Error {
  readonly code?: string
  readonly rawPacket?: unknown
}

function reasonOf({ code, rawPacket }: BrokenRequest): HomeostatError {
  const looksLikeHttp = Buffer.isBuffer(rawPacket) && /^[A-Z]+ \//.test(rawPacket.toString('latin1', 0, 40))
  if (code === 'HPE_INVALID_METHOD' && looksLikeHttp) return new HomeostatError('HS_METHOD_NOT_ALLOWED', { limit: METHODS })
  const message = code === undefined ? undefined : messages[code]
  return new HomeostatError('HS_REQUEST_INVALID', { message })
}

const METHODS = 'GET, HEAD, POST'

const messages: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'The request did not arrive in time.',
  HPE_HEADER_OVERFLOW: 'The headers of the request are too large.',
}

function answerOf({ status, headers, body }: Problem): string {
  const text = JSON.stringify(body)
  const lines = Object.entries({
    ...headers,
    ...(status === 405 && { allow: METHODS }),
    'content-length': Buffer.byteLength(text),
    connection: 'close',
  })
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${text}`
}
