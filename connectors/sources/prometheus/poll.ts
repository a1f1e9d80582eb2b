import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import type { FrameInput } from '../../../schemas/telemetry/validate-frame.ts'
import { asNamed } from '../web/as-named.ts'
import type { Answer } from './answer.ts'
import type { PrometheusClient } from './client.ts'
import { type Dropped, type FrameGathering, frameGathering, type GatheringOptions, type PlacedValue } from './frame-gathering.ts'
import { type InstantSample, instantVector } from './instant-vector.ts'
import type { PrometheusQuery } from './query.ts'

/** How one query went at one instant. */
export interface QueryOutcome {
  /** Its place among the queries. */
  readonly index: number
  readonly query: string
  /** Series that are in the frames. */
  readonly series: number
  readonly dropped: Dropped
  readonly tookMs: number
  /** One of the series. */
  readonly example?: PlacedValue | undefined
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
  const answers: Asked[] = []
  let ofServer: HomeostatError | undefined
  let next = 0

  async function work(): Promise<void> {
    while (next < queries.length && ofServer === undefined) {
      const asked = await ask(next++)
      answers[asked.index] = asked
      if (asked.error && !isOfQuery(asked.error)) ofServer ??= asked.error
    }
  }

  async function ask(index: number): Promise<Asked> {
    const began = performance.now()
    const parameters = { query: queries[index].expression, time: (at / 1000).toFixed(3), timeout: `${timeoutMs}ms` }
    try {
      const answer = await client.ask('/api/v1/query', parameters, signal)
      return { index, tookMs: performance.now() - began, answer, samples: instantVector(answer.data) }
    } catch (thrown) {
      return { index, tookMs: performance.now() - began, error: asNamed(thrown) }
    }
  }

  await Promise.all(Array.from({ length: Math.min(AT_A_TIME, queries.length) }, work))
  const gathering = frameGathering(plan)
  // In the order of the queries, not in that of the answers: which of two equal series is taken must not be chance.
  const outcomes = answers.flatMap((asked) => (asked === undefined ? [] : [outcomeOf(queries[asked.index], asked, gathering)]))
  const { frames, cut, error } = gathering.frames()
  const aheadMs = answers.findLast((asked) => asked?.answer?.aheadMs !== undefined)?.answer?.aheadMs
  return { at, tookMs: performance.now() - started, frames, queries: outcomes, error: ofServer ?? error, aheadMs, cut }
}

/** One query after it was sent. */
interface Asked {
  readonly index: number
  readonly tookMs: number
  readonly answer?: Answer
  readonly samples?: readonly InstantSample[]
  readonly error?: HomeostatError
}

function outcomeOf(
  query: PrometheusQuery,
  { index, tookMs, answer, samples, error }: Asked,
  gathering: FrameGathering,
): QueryOutcome {
  const known = { index, query: query.name, tookMs }
  if (error) return { ...known, series: 0, dropped: {}, error: isOfQuery(error) ? withQuery(query, error) : error }
  const gathered = gathering.add(query, samples ?? [])
  return { ...known, ...gathered, error: gathered.error ?? partial(query, answer?.warnings ?? []) }
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

function partial({ name }: PrometheusQuery, warnings: readonly string[]): HomeostatError | undefined {
  if (warnings.length === 0) return undefined
  return new HomeostatError('HS_PROM_ANSWER_PARTIAL', {
    message: `${name}: ${warnings.join('; ').slice(0, 300)}.`,
    value: warnings.length,
  })
}
