import type { FastifyPluginAsync } from 'fastify'
import type { PrometheusPlan } from '../../connectors/sources/prometheus/prometheus-plan.ts'
import { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import { type AskedSeries, askSeries, MOST_SERIES } from '../analyze/ask-series.ts'
import { chooseServer } from '../analyze/choose-server.ts'
import { type Judgement, judgeSeries } from '../analyze/judge-series.ts'
import { parseLookback } from '../analyze/parse-lookback.ts'
import { analyzeSchema } from './analyze-schema.ts'

interface Body {
  readonly values?: readonly (readonly [number, number])[]
  readonly source?: string
  readonly metric?: string
  readonly query?: string
  readonly prom_query?: string
  readonly server?: string
  readonly lookback?: string
  readonly labels?: Readonly<Record<string, string>>
  readonly record?: boolean
}

export interface AnalyzePluginOptions {
  /** Whom expressions are put to. */
  readonly servers: readonly PrometheusPlan[]
  /** Milliseconds since 1970. */
  now(): number
}

/** `POST /analyze`: the same functions as `homeostat analyze`, on a series that is sent or asked for. */
export function analyzePlugin({ servers, now }: AnalyzePluginOptions): FastifyPluginAsync {
  return async (app) => {
    app.post<{ Body: Body }>('/analyze', { schema: analyzeSchema }, async ({ body }) => {
      if (body.record) throw new HomeostatError('HS_ANALYZE_RECORD')
      const expression = expressionOf(body)
      return expression === undefined ? ofValues(body) : ofExpression(expression, body)
    })
  }

  async function ofExpression(expression: string, body: Body) {
    const { values, metric, server, lookback, labels = {} } = body
    if (values !== undefined) throw malformed('There are both `values` and a query in the body.')
    const lookbackMs = parseLookback(lookback)
    const plan = chooseServer(servers, server)
    const { series, leftOut, stepMs, warnings } = await askSeries(plan, { expression, lookbackMs, labels, metric }, now())
    return { ...(await judged(series)), leftOut, stepMs, warnings: [...remarksOn(leftOut), ...warnings] }
  }

  async function ofValues(body: Body) {
    const { source = 'series', metric = 'value', labels = {} } = body
    const values = valuesOf(body)
    const one = { metric, labels, times: values.map(([at]) => at), values: values.map(([, value]) => value) }
    return { ...(await judged([one], source)), leftOut: 0, warnings: [] }
  }
}

/** The worst series at the top, all of them below; beside their labels. */
async function judged(series: readonly AskedSeries[], source?: string) {
  const all: (Judgement & Pick<AskedSeries, 'metric' | 'labels'>)[] = []
  for (const { metric, labels, times, values } of series) {
    all.push({ metric, labels, ...(await judgeSeries(metric, times, values, source)) })
  }
  const [worst] = all.toSorted(graver)
  return { ...worst, series: all }
}

/** What was found comes before what was not, however far its newest sample is from the others. */
function graver(a: Judgement, b: Judgement): number {
  return Math.sign(b.findings.length) - Math.sign(a.findings.length) || b.score - a.score
}

function remarksOn(leftOut: number): readonly string[] {
  if (leftOut === 0) return []
  return [`${leftOut + MOST_SERIES} series came back; the first ${MOST_SERIES} in order of their names were looked at.`]
}

/** @throws HS_ANALYZE_QUERY_TWICE */
function expressionOf({ query, prom_query }: Body): string | undefined {
  if (query !== undefined && prom_query !== undefined && query !== prom_query) {
    throw new HomeostatError('HS_ANALYZE_QUERY_TWICE', { value: query.slice(0, 100) })
  }
  return prom_query ?? query
}

/** @throws HS_BODY_MALFORMED */
function valuesOf({ values }: Body): readonly (readonly [number, number])[] {
  if (values === undefined) throw malformed('There is neither `values` nor `query` in the body.')
  const wrong = values.findIndex(([at], i) => i > 0 && at <= values[i - 1][0])
  if (wrong < 0) return values
  throw new HomeostatError('HS_BODY_MALFORMED', {
    value: wrong,
    message: `The time of value ${wrong} is not later than the one before.`,
  })
}

function malformed(message: string): HomeostatError {
  return new HomeostatError('HS_BODY_MALFORMED', { message })
}
