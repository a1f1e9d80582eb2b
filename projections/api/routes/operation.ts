import type { ApiDeps } from '../create-api.ts'
import type { PartHealth } from '../health.ts'
import type { Api } from '../type-provider.ts'

/** How it goes: for people, for supervisors (healthz, readyz) and for Prometheus (metrics). */
export function operationRoutes(api: Api, { health, topics, metrics }: Pick<ApiDeps, 'health' | 'topics' | 'metrics'>): void {
  api.get('/healthz', { schema: { summary: 'Every part with its state; 200 as long as the process answers' } }, async () => {
    const parts = await health.parts()
    return { status: stuck(parts).length === 0 ? 'ok' : 'degraded', stuck: stuck(parts), parts }
  })

  api.get(
    '/readyz',
    { schema: { summary: '200 when log, database and stages are up, otherwise 503' } },
    async (_request, reply) => {
      const parts = await health.parts()
      const ready = parts.length > 0 && stuck(parts).length === 0
      return reply.code(ready ? 200 : 503).send({ ready, stuck: stuck(parts) })
    },
  )

  api.get('/metrics', { schema: { summary: 'Metrics in the text format of Prometheus' } }, async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.metrics()),
  )

  api.get('/topics', { schema: { summary: 'Partitions with their bounds, and position and lag of every reader' } }, async () => ({
    topics: await topics(),
  }))
}

function stuck(parts: readonly PartHealth[]): string[] {
  return parts.filter((part) => !part.ok).map((part) => part.part)
}
