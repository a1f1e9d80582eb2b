import type { Static } from '@sinclair/typebox'
import { isSameNames } from '../../schemas/codec/is-same-names.ts'
import type { Bar } from '../../schemas/generated/records.ts'
import { barWidths } from '../../schemas/telemetry/bar-widths.ts'
import { SenseFindings, TelemetryBars } from '../../schemas/topics.ts'
import { type Context, processor } from '../runtime/api/processor.ts'
import { learnHour, PROFILE_WORDS, usualAt, weekHourOf } from '../stats/week-profile.ts'
import { calmDown, closeEpisode, type Ending, endingOf, episodeOf, openEpisode, promoteEpisode } from './episode.ts'
import { emitFindings, find } from './finding.ts'
import { SeasonalConfig } from './seasonal-config.ts'
import { kinds } from './series-limits.ts'
import { endLearning, Phase, type SeriesTable, slotsFor } from './series-table.ts'
import { tableState } from './table-state.ts'

type Settings = Static<typeof SeasonalConfig>
type SeasonalContext = Context<SeriesTable, Settings>

/** How far the series has lately been from the usual of its hours, and its variance around that. */
const DRIFT = 0
const RESIDUAL = 1
/** Level and variance without regard to the hour. */
const LEVEL = 2
const PLAIN = 3
/** Bars whose deviation is known. */
const KNOWN = 4
/** Begin of the first bar, and of the last. */
const FIRST = 5
const LATEST = 6
const WIDTH = 7

const WEEK_MS = 7 * 24 * barWidths.hourMs
/** The first day of a source is passed over: of what comes and goes, most has gone by then, and needs no memory. */
const BARS_OF_A_DAY = 96
/** As long as a source that is silent is known to the other detectors, and at most a few hours longer. */
const FORGET_MS = 26 * barWidths.hourMs
const FORGET_SET_EVERY = 16
/** A profile holds floats of 32 bits. */
const LARGEST_FLOAT = 1e38

/**
 * Finds values that are ordinary, but not at this hour of the week: the mean of a quarter of an hour against that of the same hour in the
 * weeks before. Speaks only of series of whose variance the hour of the week explains much. See docs/guides/detectors.md for what each
 * number does.
 */
export const seasonal = processor({
  name: 'seasonal',
  reads: [TelemetryBars],
  writes: [SenseFindings],
  config: SeasonalConfig,
  state: tableState(WIDTH, PROFILE_WORDS),
  on: {
    Bar(bar, ctx) {
      const table = ctx.state
      if (bar.widthMs !== barWidths.quarterMs) return
      if (table.frames % FORGET_SET_EVERY === 0) ctx.wakeAt('forget', ctx.at + FORGET_MS + FORGET_SET_EVERY * barWidths.quarterMs)
      table.frames += 1
      if (table.frames <= BARS_OF_A_DAY) return
      // Every record brings a list of its own: the known one, where it says the same, spares the look-ups.
      const slots = slotsFor(table, isSameNames(table.layout, bar.metrics) ? table.layout : bar.metrics)
      for (let i = 0; i < bar.metrics.length; i += 1)
        if (Math.abs(bar.mean[i]) <= LARGEST_FLOAT) follow(slots[i], bar.mean[i], bar, ctx)
      emitFindings(ctx)
    },
    Timer(_, ctx) {
      ctx.forget()
    },
  },
})

function follow(slot: number, value: number, bar: Bar, ctx: SeasonalContext): void {
  const { state: table, config } = ctx
  const { cells, bits } = table
  const row = slot * WIDTH
  if (bar.start <= cells[row + LATEST]) return // what was late belongs to a bar that has been judged
  if (cells[row + FIRST] === 0) {
    cells[row + FIRST] = bar.start
    cells[row + LEVEL] = value
  }
  cells[row + LATEST] = bar.start
  const hour = weekHourOf(bar.start)
  const usual = usualAt(bits, slot * PROFILE_WORDS, hour)
  if (usual === undefined || bar.start - cells[row + FIRST] < WEEK_MS) learnHour(bits, slot * PROFILE_WORDS, hour, value, 0.5)
  else judge(slot, value, usual, bar, ctx)
  cells[row + LEVEL] += config.levelWeight * (value - cells[row + LEVEL])
}

/** The deviation is known before anything is learned of the value: what the profile explains, it has foretold. */
function judge(slot: number, value: number, usual: number, bar: Bar, ctx: SeasonalContext): void {
  const { state: table, config } = ctx
  const { cells } = table
  const row = slot * WIDTH
  const expected = usual + cells[row + DRIFT]
  const spread = spreadOf(table, slot)
  const distance = (value - expected) / spread
  const isOpen = table.phases[slot] === Phase.raised || table.phases[slot] === Phase.resting
  const known = cells[row + KNOWN]
  const limit = known < BARS_OF_A_DAY ? Number.POSITIVE_INFINITY : config.bound
  const bounded = within(value - expected, limit * spread)
  const plain = within(value - cells[row + LEVEL], limit * Math.hypot(Math.sqrt(cells[row + PLAIN]), dustOf(table, slot)))
  if (table.phases[slot] === Phase.learning) {
    if (known >= config.learnBars) endLearning(table, slot)
  } else watch(slot, value, expected, worseBy(table, slot, distance), bar, ctx)

  const share = isOpen ? config.slowness : 1
  const weight = Math.max(share * config.spreadWeight, 1 / (known + 1))
  cells[row + RESIDUAL] += weight * (bounded * bounded - cells[row + RESIDUAL])
  cells[row + PLAIN] += weight * (plain * plain - cells[row + PLAIN])
  cells[row + DRIFT] += share * config.levelWeight * bounded
  cells[row + KNOWN] = known + 1
  learnHour(table.bits, slot * PROFILE_WORDS, weekHourOf(bar.start), usual + bounded, share * config.profileWeight)
}

function watch(slot: number, value: number, expected: number, worse: number, bar: Bar, ctx: SeasonalContext): void {
  const { state: table, config } = ctx
  if (table.phases[slot] !== Phase.calm) {
    goOn(slot, value, expected, worse, bar, ctx)
    return
  }
  if (worse <= config.raiseSpreads || explainedOf(table, slot) < config.leastExplained) {
    calmDown(table, slot, endOf(bar), config)
    return
  }
  const episode = episodeOf(table, slot)
  if (episode.hits === 0) episode.from = bar.start
  episode.hits += 1
  episode.strength += (worse - episode.strength) / episode.hits
  if (episode.hits < config.hits) return
  if (openEpisode(table, slot, endOf(bar), config)) tell(slot, value, expected, bar, ctx)
}

function goOn(slot: number, value: number, expected: number, worse: number, bar: Bar, ctx: SeasonalContext): void {
  const { state: table, config } = ctx
  const episode = episodeOf(table, slot)
  if (worse > config.raiseSpreads) episode.strength = Math.max(episode.strength, (episode.strength + worse) / 2)
  if (promoteEpisode(table, slot, endOf(bar), config)) tell(slot, value, expected, bar, ctx)
  const ending = endingOf(table, slot, worse > config.clearSpreads, config)
  if (ending === undefined) return
  if (table.phases[slot] === Phase.raised) tell(slot, value, expected, bar, ctx, ending)
  closeEpisode(table, slot, endOf(bar), config)
}

function tell(slot: number, value: number, expected: number, bar: Bar, ctx: SeasonalContext, ending?: Ending): void {
  const explained = Math.round(100 * explainedOf(ctx.state, slot))
  const basis = `the same hour of other weeks, which explains ${explained} % of its variance`
  const seen = { method: 'seasonal', value, centre: expected, spread: spreadOf(ctx.state, slot), basis } as const
  find(slot, { source: bar.source, at: endOf(bar) }, ctx.state, seen, ending)
}

/** Share of the variance that is gone once the hour of the week is known; at most 1, and negative where the profile leads astray. */
function explainedOf({ cells }: SeriesTable, slot: number): number {
  const plain = cells[slot * WIDTH + PLAIN]
  return plain > 0 ? 1 - cells[slot * WIDTH + RESIDUAL] / plain : 0
}

function spreadOf(table: SeriesTable, slot: number): number {
  return Math.hypot(Math.sqrt(table.cells[slot * WIDTH + RESIDUAL]), dustOf(table, slot))
}

/** The spread that is always there. */
function dustOf(table: SeriesTable, slot: number): number {
  const limits = kinds[table.kinds[slot]]
  return limits.floor + limits.share * Math.abs(table.cells[slot * WIDTH + LEVEL])
}

function within(value: number, limit: number): number {
  return Math.max(-limit, Math.min(limit, value))
}

/** Spreads in the direction that is worse; both count when none is known. */
function worseBy(table: SeriesTable, slot: number, distance: number): number {
  const { direction } = kinds[table.kinds[slot]]
  return direction === 0 ? Math.abs(distance) : direction * distance
}

function endOf({ start, widthMs }: Bar): number {
  return start + widthMs
}
