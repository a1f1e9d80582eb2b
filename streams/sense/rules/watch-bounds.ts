import type { FrameView } from '../../../schemas/codec/codec.ts'
import type { Finding } from '../../../schemas/generated/records.ts'
import { duration, quantity } from '../hint.ts'
import { kindOf, kinds } from '../series-limits.ts'
import { isQuiet } from './is-quiet.ts'
import type { Rule } from './rule.ts'
import type { WatchedSeries } from './rules-state.ts'
import { clear, type RulesContext, raise, withNote } from './say.ts'

/** After a pause as long as this nothing is known of the time between. */
const PAUSE_MS = 300_000

/** One more sample of a series that may not go beyond a bound for so long. */
export function watchBounds(
  rule: Rule,
  metric: string,
  series: WatchedSeries,
  value: number,
  frame: Pick<FrameView, 'source' | 'at'>,
  ctx: RulesContext,
): void {
  const { at } = frame
  const holds = (rule.above !== null && value > rule.above) || (rule.below !== null && value < rule.below)
  const goesOn = series.since !== 0 && at - series.lastAt <= Math.max(PAUSE_MS, rule.forMs)
  series.lastAt = at
  if (holds === (series.told !== null)) {
    series.since = 0
    return
  }
  if (!goesOn) series.since = at
  const lastedMs = at - series.since
  if (holds && lastedMs >= rule.forMs && !isQuiet(rule.quiet, at)) {
    raise(series, findingOf(rule, metric, value, series.since, frame), ctx)
    series.since = 0
  } else if (!holds && lastedMs >= rule.clearMs) {
    const after = duration(at - (series.told?.from ?? at))
    clear(series, at, value, withNote(`${metric} is ${shown(metric, value)} again, after ${after}`, rule), ctx)
    series.since = 0
  }
}

function findingOf(
  rule: Rule,
  metric: string,
  value: number,
  from: number,
  { source, at }: Pick<FrameView, 'source' | 'at'>,
): Finding {
  const isAbove = rule.above !== null && value > rule.above
  const bound = (isAbove ? rule.above : rule.below) ?? 0 // one of them was passed
  const lasted = at > from ? `, for ${duration(at - from)}` : ''
  return {
    source,
    metric,
    at,
    phase: 'raised',
    method: 'rule',
    severity: rule.severity,
    score: 1,
    value,
    expected: bound,
    low: rule.below ?? bound,
    high: rule.above ?? bound,
    from,
    hint: withNote(`${metric} is ${shown(metric, value)}, ${isAbove ? 'above' : 'below'} ${shown(metric, bound)}${lasted}`, rule),
    rule: rule.name,
  }
}

function shown(metric: string, value: number): string {
  return quantity(value, kinds[kindOf(metric)].unit)
}
