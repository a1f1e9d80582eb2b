import fastify, { type FastifyPluginAsync } from 'fastify'
import { frameLimits } from '../../schemas/telemetry/frame-limits.ts'
import { consoleRoutes } from '../console/console-routes.ts'
import type { BudgetRule } from '../models/budget.ts'
import { answerAfterPosition } from './answer-after-position.ts'
import { answerErrors, refuse } from './answer-errors.ts'
import { apiPages } from './api-pages.ts'
import { compress } from './compress.ts'
import { guard } from './guard.ts'
import type { Health } from './health.ts'
import type { PositionWait } from './position-wait.ts'
import type { Reading } from './reading.ts'
import { refuseBroken } from './refuse-broken.ts'
import { refuseNul } from './refuse-nul.ts'
import { auditRoutes } from './routes/audit.ts'
import { budgetRoutes } from './routes/budget.ts'
import { deadLettersRoutes } from './routes/dead-letters.ts'
import { mutesRoutes } from './routes/mutes.ts'
import { operationRoutes } from './routes/operation.ts'
import { rulesRoutes } from './routes/rules.ts'
import { seriesRoutes } from './routes/series.ts'
import { signalsRoutes } from './routes/signals.ts'
import { sourcesRoutes } from './routes/sources.ts'
import { streamRoutes } from './routes/stream.ts'
import type { SignalFeed } from './signal-feed.ts'
import type { TopicStatus } from './topics.ts'
import type { Api, TypeboxProvider } from './type-provider.ts'

export interface ApiDeps {
  /** What the read models are asked through; without it only routes about the process itself are there. */
  readonly reading?: Reading | undefined
  readonly feed?: SignalFeed | undefined
  /** Waits until read models hold what was written; without it questions take no position. */
  readonly positions?: PositionWait | undefined
  /** The rules that the page tells of; without them there is no page and no /budget. */
  readonly rules?: { readonly alarmBudget: BudgetRule; readonly learnSamples: number } | undefined
  readonly health: Health
  readonly topics: () => Promise<readonly TopicStatus[]>
  /** Of prom-client. */
  readonly metrics: { readonly contentType: string; metrics(): Promise<string> }
  /** Routes of other parts, such as POST /telemetry. */
  readonly plugins?: readonly FastifyPluginAsync[]
  /** Told of errors that have no name, with their cause; the caller only hears HS_INTERNAL. */
  readonly unexpected?: (error: unknown) => void
  readonly version?: string
  /** What every caller has to give; undefined where only this machine can ask. */
  readonly token?: string | undefined
}

/** The only door: routes, OpenAPI made from their schemas, and refusals in one form. Not listening yet. */
export async function createApi(deps: ApiDeps): Promise<Api> {
  const api: Api = fastify({
    bodyLimit: LARGEST_BODY_BYTES,
    requestTimeout: 30_000,
    routerOptions: { maxParamLength: LONGEST_NAME },
    forceCloseConnections: true,
    clientErrorHandler: refuseBroken,
    frameworkErrors: (error, _request, reply) => void refuse(error, reply),
    ajv: { customOptions: { removeAdditional: false, coerceTypes: true, allErrors: false } },
  }).withTypeProvider<TypeboxProvider>()
  answerErrors(api, deps.unexpected ?? (() => {}))
  if (deps.positions) answerAfterPosition(api, deps.positions)
  api.addHook('onRequest', guard(deps.token))
  api.addHook('onRequest', refuseNul)
  api.addHook('onSend', compress)
  await apiPages(api, deps.version ?? '0')
  operationRoutes(api, deps)
  if (deps.reading) {
    sourcesRoutes(api, deps.reading)
    seriesRoutes(api, deps.reading)
    signalsRoutes(api, deps.reading)
    deadLettersRoutes(api, deps.reading)
    mutesRoutes(api, deps.reading)
    auditRoutes(api, deps.reading)
    rulesRoutes(api, deps.reading)
    if (deps.feed) streamRoutes(api, deps.reading, deps.feed)
    if (deps.rules) {
      budgetRoutes(api, deps.reading, deps.rules.alarmBudget)
      consoleRoutes(api, { learnSamples: deps.rules.learnSamples, version: deps.version ?? '0' })
    }
  }
  for (const plugin of deps.plugins ?? []) await api.register(plugin)
  api.get('/openapi.json', { schema: { hide: true } }, async () => api.swagger())
  return api
}

const LARGEST_BODY_BYTES = 1_000_000
/** A source's name in an address, where a byte may take three characters. */
const LONGEST_NAME = 3 * frameLimits.sourceBytes
