import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import type { FrameInput } from '../../../schemas/telemetry/validate-frame.ts'
import type { Answer } from './answer.ts'
import { asNamed } from './as-named.ts'
import type { PrometheusClient } from './client.ts'
import { type Dropped, frameGathering, type GatheringOptions } from './frame-gathering.ts'
import { instantVector } from './instant-vector.ts'
import type { PrometheusQuery } from './query.ts'

/** How one query went at one instant. */
export interface QueryOutcome {
  readonly query: string
  /** Series that are in the frames. */
  readonly series: number
  readonly dropped: Dropped
  readonly tookMs: number
  /** HS_PROM_EMPTY and what was cut off count here too. */
  readonly error?: HomeostatError | undefined
}

/** What one instant has given. */
export interface PollOutcome {
  readonly at: number
  readonly tookMs: number
  readonly frames: readonly FrameInput[]
  /** In the order of the queries; without those that were not asked because the server as a whole did not answer. */
  readonly queries: readonly QueryOutcome[]
  /** Why the server as a whole gave nothing, or what is wrong with all of it. */
  readonly error?: HomeostatError | undefined
  /** How far its clock is ahead, milliseconds; undefined when it does not tell. */
  readonly aheadMs: number | undefined
  /** Metrics beyond what a frame may have. */
  readonly cut: number
}

export interface PollPlan extends GatheringOptions {
  readonly queries: readonly PrometheusQuery[]
  /** For all of them together, milliseconds. */
  readonly timeoutMs: number
  /** Ends the poll at once; what has come until then is not given. */
  readonly stopping: AbortSignal
}

/**
 * Asks all queries for one instant, a few at a time. What is wrong with one query (refused, too slow, too much) leaves the others alone;
 * what is wrong with the server ends the poll, so that a server in trouble is not asked ten times for it. Never throws.
 */
export async function poll(client: PrometheusClient, plan: PollPlan): Promise<PollOutcome> {
  const { at, queries, timeoutMs, stopping } = plan
  const started = performance.now()
  const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), stopping])
  const gathering = frameGathering(plan)
  const outcomes: QueryOutcome[] = []
  let ofServer: HomeostatError | undefined
  let aheadMs: number | undefined
  let next = 0

  async function work(): Promise<void> {
    while (next < queries.length && ofServer === undefined) {
      const index = next++
      outcomes[index] = await outcomeOf(queries[index])
    }
  }

  async function outcomeOf(query: PrometheusQuery): Promise<QueryOutcome> {
    const began = performance.now()
    const done = (result: Omit<QueryOutcome, 'query' | 'tookMs'>) => ({
      query: query.name,
      tookMs: performance.now() - began,
      ...result,
    })
    try {
      const parameters = { query: query.expression, time: (at / 1000).toFixed(3), timeout: `${timeoutMs}ms` }
      const answer = await client.ask('/api/v1/query', parameters, signal)
      aheadMs = answer.aheadMs ?? aheadMs
      const gathered = gathering.add(query, instantVector(answer.data))
      return done({ ...gathered, error: gathered.error ?? partial(query, answer) })
    } catch (thrown) {
      const error = asNamed(thrown)
      if (isOfQuery(error)) return done({ series: 0, dropped: {}, error: withQuery(query, error) })
      ofServer ??= error
      return done({ series: 0, dropped: {}, error })
    }
  }

  await Promise.all(Array.from({ length: Math.min(AT_A_TIME, queries.length) }, work))
  const { frames, dropped, error } = gathering.frames()
  const asked = outcomes.filter((outcome) => outcome !== undefined)
  return { at, tookMs: performance.now() - started, frames, queries: asked, error: ofServer ?? error, aheadMs, cut: dropped }
}

/** Prometheus works on twenty at once for all its users. */
const AT_A_TIME = 4

function isOfQuery(error: HomeostatError): boolean {
  return ofQuery.has(error.code)
}

const ofQuery = new Set<string>(['HS_PROM_QUERY_REFUSED', 'HS_PROM_TIMEOUT', 'HS_PROM_ANSWER_TOO_LARGE', 'HS_PROM_ANSWER_BROKEN'])

/** The error, with the query that it is about. */
function withQuery({ name }: PrometheusQuery, cause: HomeostatError): HomeostatError {
  const { code, message, value, limit } = cause
  return new HomeostatError(code, { message: `${name}: ${message}`, value, limit, cause })
}

function partial({ name }: PrometheusQuery, { warnings }: Answer): HomeostatError | undefined {
  if (warnings.length === 0) return undefined
  return new HomeostatError('HS_PROM_ANSWER_PARTIAL', {
    message: `${name}: ${warnings.join('; ').slice(0, 300)}.`,
    value: warnings.length,
  })
}
