import type { FrameView } from '../../../schemas/codec/codec.ts'
import { configure } from '../../../schemas/core/config.ts'
import type { Finding } from '../../../schemas/generated/records.ts'
import type { Processor } from '../../runtime/api/processor.ts'
import { detachedContext } from '../detached-context.ts'
import { ewma } from '../ewma.ts'
import { levelShift } from '../level-shift.ts'
import { emptyTable } from '../series-table.ts'
import { isQuiet } from './is-quiet.ts'
import type { Taken } from './layout.ts'
import type { Rule } from './rule.ts'
import { shapeOf, type Watch } from './rules-state.ts'
import { clear, type RulesContext, raise, withNote } from './say.ts'

/** The detectors that a rule may have settings of its own for. */
export const ruleDetectors: Readonly<Record<'ewma' | 'level_shift', Processor>> = { ewma, level_shift: levelShift }

/** One more frame for the detector of a rule, with the series that it watches alone. */
export function watchDetector(watch: Watch, taken: Taken, frame: FrameView, ctx: RulesContext): void {
  const { rule } = watch
  if (rule.detector === '') return
  const found: Finding[] = []
  watch.table ??= emptyTable(shapeOf(rule).width)
  const values = Float64Array.from(taken.slots, (slot) => frame.values[slot])
  const detector = ruleDetectors[rule.detector]
  const { key, at, now, place } = ctx
  const given = { config: settingsOf(detector, rule), key, state: watch.table, at, now, place }
  detector.on.Frame?.(
    { ...frame, names: taken.names, values },
    detachedContext(given, (finding) => found.push(finding)),
  )
  for (const finding of found) hear(watch, finding, ctx)
  for (const series of watch.series.values()) {
    const { waiting } = series
    if (waiting === null || isQuiet(rule.quiet, frame.at)) continue
    series.waiting = null
    raise(series, { ...waiting, at: frame.at }, ctx)
  }
}

function hear(watch: Watch, finding: Finding, ctx: RulesContext): void {
  const { rule } = watch
  const series = watch.series.get(finding.metric)
  if (series === undefined) return
  if (finding.phase === 'cleared') {
    series.waiting = null
    clear(series, finding.at, finding.value, withNote(finding.hint, rule), ctx)
  } else {
    const hint = withNote(finding.hint, rule)
    series.waiting = { ...finding, method: 'rule', severity: rule.severity, hint, rule: rule.name }
  }
}

const settings = new WeakMap<Rule, unknown>()

function settingsOf(detector: Processor, rule: Rule): unknown {
  const known = settings.get(rule)
  if (known !== undefined) return known
  const config = configure(detector.name, detector.config, rule.settings)
  settings.set(rule, config)
  return config
}
