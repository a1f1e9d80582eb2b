import { askSeries, MOST_SERIES, nameOf } from '../../analyze/ask-series.ts'
import { chooseServer } from '../../analyze/choose-server.ts'
import { judgeSeries } from '../../analyze/judge-series.ts'
import { parseLookback } from '../../analyze/parse-lookback.ts'
import { readAskable } from '../../config/read-askable.ts'
import { printable } from '../format/table.ts'
import type { Terminal } from '../terminal.ts'
import { describeSeries } from './describe-series.ts'

export interface QueryOptions {
  readonly query: string
  readonly data: string
  readonly prometheus?: string | undefined
  readonly server?: string | undefined
  readonly lookback?: string | undefined
  readonly labels: Readonly<Record<string, string>>
  readonly metric?: string | undefined
  readonly json?: boolean | undefined
}

/**
 * Asks a Prometheus for the series of an expression, and prints what the detectors say of each.
 * @throws HS_ANALYZE_QUERY, HS_ANALYZE_SERVER, HS_ANALYZE_LOOKBACK, HS_ANALYZE_EMPTY, and what keeps the server from answering
 */
export async function analyzeQuery(terminal: Terminal, options: QueryOptions): Promise<void> {
  const { query: expression, labels, metric, json } = options
  const lookbackMs = parseLookback(options.lookback)
  const plan = chooseServer(await readAskable(options.prometheus, options.data, terminal.env), options.server)
  const { series, leftOut, stepMs, warnings } = await askSeries(plan, { expression, lookbackMs, labels, metric }, Date.now())
  const judged = []
  for (const one of series) judged.push({ of: one, judgement: await judgeSeries(one.metric, one.times, one.values, plan.name) })
  if (json) {
    const all = judged.map(({ of, judgement }) => ({ metric: of.metric, labels: of.labels, ...judgement }))
    return terminal.out(JSON.stringify({ server: plan.name, stepMs, series: all, leftOut, warnings }))
  }
  const told = judged.map(({ of, judgement }) => {
    const { zscore, ewma } = judgement
    const newest = `  newest sample: ${spreads(zscore)} from the mean (zscore), ${spreads(ewma)} from where it lately was (ewma)`
    return `${describeSeries({ ...judgement, source: plan.name, metric: nameOf(of) })}\n${newest}`
  })
  terminal.out(told.join('\n\n'))
  if (leftOut > 0) terminal.err(`${MOST_SERIES + leftOut} series came back; the first ${MOST_SERIES} were looked at.`)
  for (const warning of warnings) terminal.err(printable(warning))
}

function spreads(distance: number | null): string {
  return distance === null ? 'unknown' : `${distance.toFixed(1)} spreads`
}
