import type { Static } from '@sinclair/typebox'
import type { FrameView } from '../../schemas/codec/codec.ts'
import { SenseFindings, SystemTelemetryRaw, TelemetrySources } from '../../schemas/topics.ts'
import { type Context, processor } from '../runtime/api/processor.ts'
import { cusumStep } from '../stats/cusum-step.ts'
import { meanDeviationStep } from '../stats/mean-deviation-step.ts'
import { closeEpisode, type Ending, endingOf, openEpisode, promoteEpisode } from './episode.ts'
import { emitFindings, find } from './finding.ts'
import { LARGEST_VALUE } from './largest-value.ts'
import { learn, tellLearning } from './learning.ts'
import { LevelShiftConfig } from './level-shift-config.ts'
import { kinds } from './series-limits.ts'
import { CENTRE, FROM, LEVEL, MARKS, OWN, PHASE, Phase, type SeriesTable, SPREAD, STRENGTH, slotsFor } from './series-table.ts'
import { tableState } from './table-state.ts'

type LevelShiftContext = Context<SeriesTable, Static<typeof LevelShiftConfig>>

/** Sums of deviations, and since when each is not zero. */
const UP = OWN
const UP_SINCE = OWN + 2
const DOWN_SINCE = OWN + 3
const WIDTH = OWN + 4

/** Mean deviation of a normal distribution whose standard deviation (a spread) is 1. */
const MEAN_DEVIATIONS_PER_SPREAD = Math.sqrt(2 / Math.PI)

/**
 * Finds that the level of a series has moved and stays there: Page's cumulative sum against a slow reference. See
 * docs/guides/detectors.md for what each number does.
 */
export const levelShift = processor({
  name: 'level-shift',
  reads: [SystemTelemetryRaw],
  writes: [SenseFindings, TelemetrySources],
  config: LevelShiftConfig,
  state: tableState(WIDTH),
  on: {
    Frame(frame, ctx) {
      const table = ctx.state
      const slots = slotsFor(table, frame.names)
      const { cells, marks, kinds: kind } = table
      const { memory, quick, slack, bound, raiseSum } = ctx.config
      const { values, at } = frame
      const widest = bound / MEAN_DEVIATIONS_PER_SPREAD
      table.frames += 1
      for (let i = 0; i < values.length; i += 1) {
        const value = values[i]
        if (!(Math.abs(value) <= LARGEST_VALUE)) continue
        const slot = slots[i]
        if (marks[slot * MARKS + PHASE] !== Phase.calm) {
          follow(slot, value, frame, ctx)
          continue
        }
        const limits = kinds[kind[slot]]
        const row = slot * WIDTH
        const floor = Math.max(limits.floor, limits.share * Math.abs(cells[row]))
        const deviations = meanDeviationStep(cells, row, value, memory, floor * MEAN_DEVIATIONS_PER_SPREAD, widest)
        cells[row + LEVEL] += quick * (value - cells[row + LEVEL])
        const sum = cusumStep(cells, row + UP, deviations * MEAN_DEVIATIONS_PER_SPREAD, slack, bound, raiseSum)
        if (cells[row + UP] === 0) cells[row + UP_SINCE] = at
        if (cells[row + UP + 1] === 0) cells[row + DOWN_SINCE] = at
        if (sum >= raiseSum || sum <= -raiseSum) shifted(slot, value, sum, frame, ctx)
      }
      emitFindings(ctx)
      tellLearning('level-shift', frame, ctx)
    },
  },
})

/** A series that is not calm: rare, so it may take its time. */
function follow(slot: number, value: number, frame: FrameView, ctx: LevelShiftContext): void {
  const { state: table, config } = ctx
  if (table.marks[slot * MARKS + PHASE] !== Phase.learning) return episode(slot, value, frame, ctx)
  if (learn(table, slot, value, config.learnSamples)) begin(table, slot, frame.at)
}

/** What was learned becomes the reference. */
function begin(table: SeriesTable, slot: number, at: number): void {
  const row = slot * WIDTH
  const { cells } = table
  cells[row + SPREAD] = Math.sqrt(cells[row + SPREAD]) * MEAN_DEVIATIONS_PER_SPREAD
  cells[row + LEVEL] = cells[row + CENTRE]
  cells[row + UP_SINCE] = at
  cells[row + DOWN_SINCE] = at
}

/** The sum has crossed its limit: an episode where that is for the worse, else simply the new reference. */
function shifted(slot: number, value: number, sum: number, frame: FrameView, ctx: LevelShiftContext): void {
  const { state: table, config } = ctx
  const { cells } = table
  const row = slot * WIDTH
  const { direction } = kinds[table.kinds[slot]]
  const worse = direction === 0 || Math.sign(sum) === direction
  const size = Math.abs(shiftOf(table, slot))
  if (worse && size < config.leastShift) return
  if (!worse) return settle(table, slot, cells[row + LEVEL], frame.at)
  cells[row + STRENGTH] = size
  cells[row + FROM] = cells[row + (sum > 0 ? UP_SINCE : DOWN_SINCE)]
  if (openEpisode(table, slot, frame.at, config)) tell(slot, value, frame, ctx)
}

/** While an episode is open the reference stands still. */
function episode(slot: number, value: number, frame: FrameView, ctx: LevelShiftContext): void {
  const { state: table, config } = ctx
  const { cells } = table
  const row = slot * WIDTH
  cells[row + LEVEL] += config.quick * (value - cells[row + LEVEL])
  const shift = shiftOf(table, slot)
  cells[row + STRENGTH] = Math.max(cells[row + STRENGTH], Math.abs(shift))
  if (promoteEpisode(table, slot, frame.at, config)) tell(slot, value, frame, ctx)
  const { direction } = kinds[table.kinds[slot]]
  const ending = endingOf(table, slot, (direction === 0 ? Math.abs(shift) : direction * shift) > config.clearSpreads, config)
  if (ending === undefined) return
  const level = cells[row + LEVEL]
  if (table.marks[slot * MARKS + PHASE] === Phase.raised) tell(slot, value, frame, ctx, ending)
  closeEpisode(table, slot, frame.at, config)
  settle(table, slot, ending === 'relearned' ? level : cells[row + CENTRE], frame.at)
  cells[row + LEVEL] = level
}

/** Goes on from a reference with empty sums. */
function settle(table: SeriesTable, slot: number, reference: number, at: number): void {
  const row = slot * WIDTH
  const { cells } = table
  cells[row + CENTRE] = reference
  cells.fill(0, row + UP, row + UP + 2)
  cells.fill(at, row + UP_SINCE, row + DOWN_SINCE + 1)
}

/** Distance of the present level from the reference, in spreads. */
function shiftOf(table: SeriesTable, slot: number): number {
  const row = slot * WIDTH
  return (table.cells[row + LEVEL] - table.cells[row + CENTRE]) / spreadOf(table, slot)
}

function spreadOf(table: SeriesTable, slot: number): number {
  const row = slot * WIDTH
  const limits = kinds[table.kinds[slot]]
  const floor = Math.max(limits.floor, limits.share * Math.abs(table.cells[row + CENTRE]))
  return Math.max(table.cells[row + SPREAD] / MEAN_DEVIATIONS_PER_SPREAD, floor)
}

function tell(slot: number, value: number, frame: FrameView, ctx: LevelShiftContext, ending?: Ending): void {
  const { cells } = ctx.state
  const row = slot * WIDTH
  const basis = `level of the last ${Math.round(1 / ctx.config.memory)} samples`
  const seen = { method: 'level_shift', value: ending === undefined ? cells[row + LEVEL] : value, centre: cells[row + CENTRE], basis } as const
  find(slot, frame, ctx.state, { ...seen, spread: spreadOf(ctx.state, slot) }, ending)
}
