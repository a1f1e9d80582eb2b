import { type Static, Type } from '@sinclair/typebox'
import type { ApiDeps } from '../create-api.ts'
import type { PartHealth } from '../health.ts'
import type { TopicStatus } from '../topics.ts'
import type { Api } from '../type-provider.ts'

const Part = Type.Object({
  part: Type.String({ description: 'Such as clock, stage:sense.0, projection:signals' }),
  ok: Type.Boolean({ description: 'Whether it does its work' }),
  state: Type.String({ description: 'One word' }),
  lastAt: Type.Optional(
    Type.String({ format: 'date-time', description: 'The last commit of a task, the last tick of the clock' }),
  ),
  code: Type.Optional(Type.String({ description: 'Why not' })),
  message: Type.Optional(Type.String()),
})

const Names = Type.Array(Type.String(), { description: 'Parts that do not do their work' })

const HealthView = Type.Object({
  status: Type.Union([Type.Literal('ok'), Type.Literal('degraded')]),
  stuck: Names,
  parts: Type.Array(Part),
  metricsAskedAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()], {
    description: 'When somebody last asked for /metrics, so whether anybody watches this process; null: nobody since it started',
  }),
})

const LiveView = Type.Object({ live: Type.Literal(true) })

const ReadyView = Type.Object({ ready: Type.Boolean(), stuck: Names })

const Reader = Type.Object({
  reader: Type.String({ description: 'stage:<name> or projection:<name>' }),
  position: Type.Integer({ description: 'The next offset that it will read' }),
  lag: Type.Integer({ description: 'Offsets between it and the end' }),
})

const TopicView = Type.Object({
  topic: Type.String(),
  partition: Type.Integer(),
  start: Type.Integer({ description: 'Offset of the first record that is kept' }),
  end: Type.Integer({ description: 'The next offset that will be written' }),
  bytes: Type.Optional(Type.Integer({ description: 'Left out where the log does not tell' })),
  readers: Type.Array(Reader),
})

const TopicsView = Type.Object({ topics: Type.Array(TopicView) })

/** How it goes: for people, for supervisors (healthz, readyz) and for Prometheus (metrics). */
export function operationRoutes(api: Api, { health, topics, metrics }: Pick<ApiDeps, 'health' | 'topics' | 'metrics'>): void {
  let metricsAskedAt: string | null = null
  const healthz = { summary: 'Every part with its state; 200 as long as the process answers', response: { 200: HealthView } }
  api.get('/healthz', { schema: healthz }, async (): Promise<Static<typeof HealthView>> => {
    const parts = await health.parts()
    return {
      status: stuck(parts).length === 0 ? 'ok' : 'degraded',
      stuck: stuck(parts),
      parts: parts.map(partView),
      metricsAskedAt,
    }
  })

  const livez = { summary: '200 as long as the process answers; needs no token', response: { 200: LiveView } }
  api.get('/livez', { schema: livez, config: { open: true } }, async () => ({ live: true as const }))

  const readyz = {
    summary: '200 when log, database and stages are up, otherwise 503; needs no token',
    response: { 200: ReadyView, 503: ReadyView },
  }
  api.get('/readyz', { schema: readyz, config: { open: true } }, async (_request, reply) => {
    const parts = await health.parts()
    const ready = parts.length > 0 && stuck(parts).length === 0
    return reply.code(ready ? 200 : 503).send({ ready, stuck: stuck(parts) })
  })

  const text = { 200: { description: 'Metrics', content: { 'text/plain': { schema: Type.String() } } } }
  api.get(
    '/metrics',
    { schema: { summary: 'Metrics in the text format of Prometheus', response: text } },
    async (_request, reply) => {
      metricsAskedAt = new Date().toISOString()
      return reply.type(metrics.contentType).send(await metrics.metrics())
    },
  )

  const bounds = {
    summary: 'Partitions with their bounds, and position and lag of every reader',
    response: { 200: TopicsView },
  }
  api.get('/topics', { schema: bounds }, async () => ({ topics: (await topics()).map(topicView) }))
}

function partView({ lastAt, ...part }: PartHealth): Static<typeof Part> {
  return { ...part, ...(lastAt !== undefined && { lastAt: new Date(lastAt).toISOString() }) }
}

function stuck(parts: readonly PartHealth[]): string[] {
  return parts.filter((part) => !part.ok).map((part) => part.part)
}

function topicView({ bytes, readers, ...bounds }: TopicStatus): Static<typeof TopicView> {
  return { ...bounds, ...(bytes !== undefined && { bytes }), readers: [...readers] }
}
