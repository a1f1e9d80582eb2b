import { Gauge, Registry } from 'prom-client'
import { type ApiDeps, createApi } from '../../../../projections/api/create-api.ts'
import type { PartHealth } from '../../../../projections/api/health.ts'
import { signalFeed } from '../../../../projections/api/signal-feed.ts'
import { audit } from '../../../../projections/models/audit.ts'
import { bars } from '../../../../projections/models/bars.ts'
import { budgetModel } from '../../../../projections/models/budget.ts'
import { series } from '../../../../projections/models/series.ts'
import { signals } from '../../../../projections/models/signals.ts'
import { sources } from '../../../../projections/models/sources.ts'
import { memoryStore } from '../../../../projections/store/memory.ts'
import type { AuditEntry } from '../../../../schemas/generated/records.ts'
import { AuditEntries, TelemetryLate, TelemetrySources } from '../../../../schemas/topics.ts'
import { catchUp } from './catch-up.ts'
import { createWorld, NOON, type World } from './world.ts'

/** The API over read models in memory, with a world whose happenings are projected before the next line of the test. */
export async function createHouse() {
  const world = await createWorld()
  const store = memoryStore()
  const feed = signalFeed(store)
  const parts: PartHealth[] = [{ part: 'log', ok: true, state: 'open' }]
  const registry = new Registry()
  new Gauge({ name: 'homeostat_test', help: 'One.', registers: [registry] }).set(1)
  const rules = { alarmBudget: { perDay: 5, burstMs: 300_000 }, learnSamples: 120 }
  const deps: ApiDeps = { reading: store, feed, rules, health: { parts: () => parts }, topics: async () => [], metrics: registry }
  const api = await createApi(deps)

  async function project(): Promise<void> {
    for (const model of [series, bars, sources, budgetModel(rules.alarmBudget), audit]) await catchUp(world, store, model)
    await catchUp(world, store, signals, { committed: feed.committed })
  }

  return {
    api,
    deps,
    parts,
    async get(url: string) {
      const answer = await api.inject({ url, headers: { host: '127.0.0.1:4280' } })
      const body = answer.headers['content-type']?.toString().includes('json') ? answer.json() : answer.body
      return { status: answer.statusCode, headers: answer.headers, body }
    },
    happen: {
      signals: async (...given: Parameters<World['signals']>) => world.signals(...given).then(project),
      frames: async (...given: Parameters<World['frames']>) => world.frames(...given).then(project),
      bars: async (...given: Parameters<World['bars']>) => world.bars(...given).then(project),
      acts: async (entries: readonly AuditEntry[]) => world.append(AuditEntries, 'AuditEntry', entries).then(project),
      async learned() {
        const about = { source: 'web-1', at: NOON }
        await world.append(TelemetrySources, 'SourceSeen', [{ ...about, metrics: 2 }])
        await world.append(TelemetrySources, 'SourceLearning', [{ ...about, processor: 'ewma', learned: 1, total: 2 }])
        await world.append(TelemetrySources, 'SourceForgotten', [{ source: 'web-1', at: NOON + 1, lastAt: NOON }])
        const late = { ...about, reason: 'repeated', value: 0, limit: 0, arrival: NOON, metrics: {}, labels: {} } as const
        await world.append(TelemetryLate, 'LateFrame', [late, late])
        await project()
      },
    },
  }
}
