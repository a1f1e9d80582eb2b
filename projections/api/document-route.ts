import type { FastifySchema } from 'fastify'
import { ProblemView } from './problem-view.ts'

/**
 * A route as the OpenAPI document shows it: with the heading under which it stands, with the form of every refusal, and without asking
 * for what has a default. (A default makes the value there for the route, so the route's own schema requires it.)
 */
export function documentRoute({ schema = {}, url }: { schema?: FastifySchema | undefined; url: string }) {
  const { querystring, response } = schema
  const refusals = isRecord(response) ? { '4XX': refused('Refused'), '5XX': refused('Not possible now') } : {}
  return {
    schema: {
      tags: [topicOf(url)],
      ...schema,
      ...(isRecord(querystring) && { querystring: withoutDefaults(querystring) }),
      response: { ...refusals, ...(isRecord(response) ? response : {}) },
    },
    url,
  }
}

function refused(description: string) {
  return { description, content: { 'application/problem+json': { schema: ProblemView } } }
}

function withoutDefaults(schema: Record<string, unknown>): Record<string, unknown> {
  const { properties, required } = schema
  if (!isRecord(properties) || !Array.isArray(required)) return schema
  const isGiven = (name: unknown) => {
    const property = properties[String(name)]
    return !(isRecord(property) && 'default' in property)
  }
  return { ...schema, required: required.filter(isGiven) }
}

/** The heading under which a route stands. */
function topicOf(url: string): string {
  const [, first = ''] = url.split('/')
  return ['signals', 'sources', 'series', 'budget', 'mutes', 'audit', 'analyze'].includes(first) ? first : 'operation'
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
