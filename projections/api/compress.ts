import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'

/**
 * A hook for answers: text that is worth it goes out compressed (gzip, RFC 1952) to whoever takes that. What a route has encoded itself,
 * and streams, stay as they are.
 */
export async function compress(request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
  if (typeof payload !== 'string' || payload.length < WORTH_IT || reply.hasHeader('content-encoding')) return payload
  reply.header('vary', 'accept-encoding')
  if (!acceptsGzip(request)) return payload
  reply.header('content-encoding', 'gzip').removeHeader('content-length')
  return zipped(payload)
}

/** Whether a client takes gzip; one that says `gzip;q=0` does not. */
export function acceptsGzip({ headers }: FastifyRequest): boolean {
  return /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(String(headers['accept-encoding'] ?? ''))
}

const zipped = promisify<string, Buffer>(gzip)

/** Characters below which an answer fits into few packets anyway. */
const WORTH_IT = 2_000
