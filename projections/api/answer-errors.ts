import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import type { ErrorCode } from '../../schemas/core/error-catalogue.ts'
import { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import { problemOf } from '../../schemas/core/problem.ts'
import type { Api } from './type-provider.ts'

/** Every refusal as application/problem+json with a stable code, also for addresses and methods that do not exist. */
export function answerErrors(api: Api, unexpected: (error: unknown) => void): void {
  const routes: { method: string; pattern: RegExp }[] = []
  api.addHook('onRoute', ({ method, url }) => {
    const pattern = new RegExp(
      `^${url
        .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
        .replace(/:[a-zA-Z]+/g, '[^/]+')
        .replaceAll('\\*', '.*')}$`,
    )
    for (const one of [method].flat()) routes.push({ method: one, pattern })
  })
  const unanswered = ({ url, method }: FastifyRequest, reply: FastifyReply): HomeostatError => {
    const path = url.split('?')[0] ?? ''
    const allowed = [...new Set(routes.filter(({ pattern }) => pattern.test(path)).map((route) => route.method))]
    if (allowed.length === 0) return new HomeostatError('HS_NOT_FOUND', { value: path.slice(0, 200) })
    reply.header('allow', allowed.join(', '))
    return new HomeostatError('HS_METHOD_NOT_ALLOWED', { value: method, limit: allowed.join(', ') })
  }
  api.setErrorHandler((error: FastifyError, request, reply) => {
    // fastify looks at the headers of a QUERY (RFC 10008) before it looks whether anything answers to it; nothing here does
    const isUnanswered = error.code === 'FST_ERR_ROUTE_MISSING_CONTENT_TYPE'
    if (refuse(isUnanswered ? unanswered(request, reply) : error, reply) === 'HS_INTERNAL') unexpected(error)
    return reply
  })
  api.setNotFoundHandler((request, reply) => {
    throw unanswered(request, reply)
  })
}

/**
 * Answers with what an error says.
 * @returns its code
 */
export function refuse(error: unknown, reply: FastifyReply): ErrorCode {
  const { status, headers, body } = problemOf(error)
  reply.code(status).headers(headers).serializer(JSON.stringify).send(body)
  return body.code
}
