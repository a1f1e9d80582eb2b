import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import type { FalseAlarmReported, FalseAlarmWithdrawn } from '../../../schemas/generated/records.ts'
import { InsightSignals } from '../../../schemas/topics.ts'
import { endEpisode } from '../budget-episodes.ts'
import type { BudgetState } from '../budget-state.ts'
import { falseAlarmKey } from '../held-because.ts'
import type { Check } from './answer-request.ts'
import { openSignal } from './open-signal.ts'

/** Beyond that the oldest report counts no longer. */
const MOST_REPORTED = 500

/**
 * An open signal was no trouble: its episode ends, and each method that spoke of it must be more surprised to call somebody for the same
 * series, as long as configured.
 * @throws HS_SIGNAL_NOT_OPEN
 */
export const reportFalseAlarm: Check<FalseAlarmReported> = ({ signal, note, by }, ctx) => {
  const { key, episode } = openSignal(signal, ctx)
  return () => {
    const { source, metric, members, raised } = episode
    const until = ctx.at + ctx.config.falseAlarmMs
    forgetOld(ctx.state, ctx.at)
    for (const { method, score, ended } of members) {
      const name = falseAlarmKey(raised, method)
      const most = Math.max(score, ended?.score ?? 0, ctx.state.falseAlarms.get(name)?.score ?? 0)
      ctx.state.falseAlarms.delete(name) // the newest stand last
      ctx.state.falseAlarms.set(name, { signal, score: most, until })
    }
    const marked = { id: signal, at: ctx.at, mark: 'false_alarm', by, note, until } as const
    ctx.emit(InsightSignals, 'SignalMarked', marked, { key: `${ctx.key}/${source}` })
    endEpisode(key, episode, `${metric}: ${by} reported a false alarm`, ctx)
  }
}

/**
 * A report is taken back: from here on nothing more than usual is asked for.
 * @throws HS_FALSE_ALARM_UNKNOWN also when its time is over
 */
export const withdrawFalseAlarm: Check<FalseAlarmWithdrawn> = ({ signal, by }, ctx) => {
  const { falseAlarms } = ctx.state
  const names = [...falseAlarms].filter(([, one]) => one.signal === signal && ctx.at < one.until).map(([name]) => name)
  if (names.length === 0) {
    const message = `${signal} is not reported as a false alarm, or the report is over.`
    throw new HomeostatError('HS_FALSE_ALARM_UNKNOWN', { value: signal, message })
  }
  return () => {
    for (const name of names) falseAlarms.delete(name)
    const [source] = JSON.parse(names[0]) as string[] // as falseAlarmKey writes it
    const marked = { id: signal, at: ctx.at, mark: 'withdrawn', by, note: '', until: null } as const
    ctx.emit(InsightSignals, 'SignalMarked', marked, { key: `${ctx.key}/${source}` })
  }
}

function forgetOld({ falseAlarms }: BudgetState, at: number): void {
  for (const [name, { until }] of falseAlarms) {
    if (at >= until || falseAlarms.size >= MOST_REPORTED) falseAlarms.delete(name)
  }
}
