import type { FrameView } from '../../../schemas/codec/codec.ts'
import type { Finding } from '../../../schemas/generated/records.ts'
import { SenseFindings, TelemetrySources } from '../../../schemas/topics.ts'
import type { Context } from '../../runtime/api/processor.ts'
import type { Rule } from './rule.ts'
import type { RulesState, Watch, WatchedSeries } from './rules-state.ts'
import { tenantOfKey } from './tenant-of-key.ts'

export type RulesContext = Context<RulesState, unknown>

/** A rule begins to fire for a series. */
export function raise(series: WatchedSeries, finding: Finding, ctx: RulesContext): void {
  series.told = finding
  ctx.emit(SenseFindings, 'Finding', finding, { key: tenantOfKey(ctx.key) })
}

/** It is over. */
export function clear(series: WatchedSeries, at: number, value: number, hint: string, ctx: RulesContext): void {
  const { told } = series
  if (told === null) return
  series.told = null
  ctx.emit(SenseFindings, 'Finding', { ...told, phase: 'cleared', at, value, hint }, { key: tenantOfKey(ctx.key) })
}

/** Ends whatever a rule has told of a source. */
export function clearAll(watch: Watch, at: number, why: string, ctx: RulesContext): void {
  for (const [metric, series] of watch.series) {
    clear(series, at, series.told?.value ?? 0, `${metric}: ${why} (rule ${watch.rule.name})`, ctx)
  }
}

/** Tells how a rule stands with a source when that has changed. */
export function tellStanding(watch: Watch, { source, at }: Pick<FrameView, 'source' | 'at'>, ctx: RulesContext): void {
  const count = watch.series.size
  let firing = 0
  for (const { told } of watch.series.values()) if (told !== null) firing += 1
  if (watch.told.series === count && watch.told.firing === firing) return
  watch.told = { series: count, firing }
  ctx.emit(TelemetrySources, 'RuleStanding', { rule: watch.rule.name, source, at, series: count, firing })
}

/** With what the operator has to say. */
export function withNote(hint: string, { name, note }: Rule): string {
  return `${hint} (rule ${name})${note === '' ? '' : `: ${note}`}`
}
