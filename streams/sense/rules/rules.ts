import type { FrameView } from '../../../schemas/codec/codec.ts'
import { PolicyEvents, SenseFindings, SystemTelemetryRaw, TelemetrySources } from '../../../schemas/topics.ts'
import { processor } from '../../runtime/api/processor.ts'
import { type Layout, labelsFor, layoutOf } from './layout.ts'
import { editionAt, withChange } from './rule-book.ts'
import { RulesConfig } from './rules-config.ts'
import { rulesState } from './rules-state.ts'
import { clear, clearAll, type RulesContext, tellStanding } from './say.ts'
import { tenantOfKey } from './tenant-of-key.ts'
import { watchBounds } from './watch-bounds.ts'
import { watchDetector } from './watch-detector.ts'

/** A series that was not measured for so long is no longer under its rule. */
const GONE_MS = 3_600_000
const SWEEP_MS = 600_000

/**
 * Watches what people have asked for: rules that stand in the log, each for some metrics of some sources. Rules come into force with the
 * first tick behind their record. Where there are none, a frame costs one look-up.
 */
export const rules = processor({
  name: 'rules',
  reads: [SystemTelemetryRaw, PolicyEvents],
  writes: [SenseFindings, TelemetrySources],
  config: RulesConfig,
  state: rulesState,
  on: {
    RulesChanged(change, ctx) {
      ctx.state.book = withChange(ctx.state.book, change, ctx.now)
    },
    Frame(frame, ctx) {
      const book = ctx.stateOf(tenantOfKey(ctx.key))?.book
      if (book === undefined) return
      const edition = editionAt(book, ctx.now)
      if (edition === undefined) return
      const { state } = ctx
      if (frame.at <= state.lastAt) return // what came late says nothing of the present
      state.lastAt = frame.at
      if (state.edition !== edition.since) change(edition.rules, edition.since, frame, ctx)
      const layout = currentLayout(state.layout, edition.rules, edition.since, frame)
      if (layout !== state.layout) arrange(layout, edition.rules, ctx)
      for (const taken of layout.taken) {
        const watch = state.watches.get(taken.name)
        if (watch === undefined) continue
        const { rule } = watch
        taken.names.forEach((metric, i) => {
          const series = watch.series.get(metric)
          if (series === undefined) return
          if (rule.detector === '') watchBounds(rule, metric, series, frame.values[taken.slots[i]], frame, ctx)
          else series.lastAt = frame.at
        })
        if (rule.detector !== '') watchDetector(watch, taken, frame, ctx)
        tellStanding(watch, frame, ctx)
      }
      if (frame.at - state.sweptAt >= SWEEP_MS) sweep(frame, ctx)
    },
  },
})

type Rules = Parameters<typeof layoutOf>[0]

/** Rules that are gone or say something else end what they have told; the others go on. */
function change(rules: Rules, edition: number, frame: FrameView, ctx: RulesContext): void {
  const { state } = ctx
  const texts = new Map(rules.map((rule) => [rule.name, JSON.stringify(rule)]))
  for (const [name, watch] of state.watches) {
    const text = texts.get(name)
    if (text === JSON.stringify(watch.rule)) continue
    clearAll(watch, frame.at, text === undefined ? 'the rule is gone' : 'the rule has changed', ctx)
    state.watches.delete(name)
    watch.series.clear()
    if (text === undefined) tellStanding(watch, frame, ctx)
  }
  state.edition = edition
}

/** The layout that is known, where it is still right. */
function currentLayout(known: Layout | undefined, rules: Rules, edition: number, frame: FrameView): Layout {
  const isSame = known !== undefined && known.names === frame.names && known.edition === edition
  if (isSame && (known.labels === '' || known.labels === labelsFor(rules, frame.labels))) return known
  return layoutOf(rules, edition, frame)
}

/** Every series that a rule takes is watched from here on. */
function arrange(layout: Layout, rules: Rules, { state }: RulesContext): void {
  state.layout = layout
  for (const { name, names } of layout.taken) {
    const known = state.watches.get(name)
    const rule = known?.rule ?? rules.find((one) => one.name === name)
    if (rule === undefined) continue
    const watch = known ?? { rule, series: new Map(), table: undefined, told: { series: 0, firing: 0 } }
    state.watches.set(name, watch)
    for (const metric of names) {
      if (!watch.series.has(metric)) watch.series.set(metric, { lastAt: 0, since: 0, told: null, waiting: null })
    }
  }
}

/** Series that are gone are forgotten, and rules that watch nothing of the source any more. */
function sweep(frame: FrameView, ctx: RulesContext): void {
  const { state } = ctx
  const { at } = frame
  state.sweptAt = at
  for (const [name, watch] of state.watches) {
    for (const [metric, series] of watch.series) {
      if (at - series.lastAt < GONE_MS) continue
      clear(series, at, series.told?.value ?? 0, `${metric} is no longer measured (rule ${watch.rule.name})`, ctx)
      watch.series.delete(metric)
    }
    tellStanding(watch, frame, ctx)
    if (watch.series.size === 0) state.watches.delete(name)
  }
  state.layout = undefined
}
