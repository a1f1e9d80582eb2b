import type { FastifyPluginAsync } from 'fastify'
import { telemetryPlugin } from '../../../connectors/sources/http/telemetry-plugin.ts'
import type { PrometheusPlan } from '../../../connectors/sources/prometheus/prometheus-plan.ts'
import type { RemoteWritePlan } from '../../../connectors/sources/remote-write/remote-write-plan.ts'
import { remoteWritePlugin } from '../../../connectors/sources/remote-write/remote-write-plugin.ts'
import manifest from '../../../package.json' with { type: 'json' }
import { createApi } from '../../../projections/api/create-api.ts'
import type { PartHealth } from '../../../projections/api/health.ts'
import { listen } from '../../../projections/api/listen.ts'
import { positionWait } from '../../../projections/api/position-wait.ts'
import type { Reading } from '../../../projections/api/reading.ts'
import type { SignalFeed } from '../../../projections/api/signal-feed.ts'
import type { TopicStatus } from '../../../projections/api/topics.ts'
import type { ProjectionStatus } from '../../../projections/runner/projection.ts'
import type { Store } from '../../../projections/store/store.ts'
import { analyzePlugin } from '../../api/analyze-plugin.ts'
import { attentionPlugin } from '../../api/attention-plugin.ts'
import { lettersPlugin } from '../../api/letters-plugin.ts'
import { readModelsPlugin } from '../../api/read-models-plugin.ts'
import { rulesPlugin } from '../../api/rules-plugin.ts'
import { noSourcePlans } from '../../config/no-source-plans.ts'
import type { CountingSink } from '../counting-sink.ts'
import { readModels } from '../read-models.ts'
import { rules } from '../rules.ts'
import { stages } from '../stages.ts'
import { writeMonitor } from '../write-monitor.ts'
import type { Base } from './base.ts'

export interface ApiPlan {
  readonly reading: Reading
  readonly store: Store
  readonly feed: SignalFeed
  /** Of the projections of this process, if it has any. */
  readonly projections: (() => readonly ProjectionStatus[]) | undefined
}

export interface DoorPlan {
  readonly host: string
  /** What every caller has to give. */
  readonly token: string | undefined
  /** 0 takes a free one. */
  readonly port: number
  /** Read models and requests; undefined where the process has no role `api`. */
  readonly api: ApiPlan | undefined
  /** Where POST /telemetry and /api/v1/write write; undefined where nothing may be sent. */
  readonly sink: CountingSink | undefined
  /** What is made of what is sent by remote write; undefined: as its settings default to. */
  readonly remoteWrite: RemoteWritePlan | undefined
  /** Whom POST /analyze puts expressions to. */
  readonly askable: readonly PrometheusPlan[]
  health(): readonly PartHealth[]
  topics(): Promise<readonly TopicStatus[]>
}

/**
 * The one port of a process: health and metrics always, the rest by its roles.
 * @returns the address
 * @throws HS_PORT_IN_USE, HS_BIND_REFUSED
 */
export async function openDoor({ ports, metrics, logger, undo }: Base, plan: DoorPlan): Promise<string> {
  const { log, codec, clock } = ports
  const plugins: FastifyPluginAsync[] = []
  if (plan.sink) {
    const { sink, remoteWrite = noSourcePlans().remoteWrite } = plan
    plugins.push(telemetryPlugin({ sink, now: clock.now, logId: log.id }))
    plugins.push(remoteWritePlugin({ sink, now: clock.now, plan: remoteWrite, onWrite: writeMonitor(metrics) }))
  }
  if (plan.api) {
    plugins.push(lettersPlugin({ log, codec, stages, now: clock.now }), attentionPlugin({ log, codec, clock }))
    plugins.push(rulesPlugin({ log, codec, now: clock.now }))
    plugins.push(analyzePlugin({ servers: plan.askable, now: clock.now }))
    plugins.push(readModelsPlugin({ log, models: readModels, store: plan.api.store, statuses: plan.api.projections }))
  }
  const api = await createApi({
    token: plan.token,
    version: manifest.version,
    reading: plan.api?.reading,
    feed: plan.api?.feed,
    positions: plan.api && positionWait({ logId: log.id, store: plan.api.store, models: readModels, clock }),
    rules,
    metrics,
    health: { parts: plan.health },
    topics: plan.topics,
    plugins,
    unexpected: (error) => logger.error({ err: error }, 'a request failed for a reason without a name'),
  })
  undo.add(() => api.close())
  return listen(api, plan.host, plan.port, plan.token)
}
