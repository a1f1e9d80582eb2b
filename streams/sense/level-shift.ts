import type { Static } from '@sinclair/typebox'
import type { FrameView } from '../../schemas/codec/codec.ts'
import { SenseFindings, SystemTelemetryRaw, TelemetrySources } from '../../schemas/topics.ts'
import { type Context, processor } from '../runtime/api/processor.ts'
import { type LevelShiftWeights, levelShiftStep } from '../stats/level-shift-step.ts'
import { closeEpisode, type Ending, endingOf, openEpisode, promoteEpisode } from './episode.ts'
import { emitFindings, find } from './finding.ts'
import { LARGEST_VALUE } from './largest-value.ts'
import { learn, tellLearning } from './learning.ts'
import { LevelShiftConfig } from './level-shift-config.ts'
import { floorOfKind, kinds, shareOfKind } from './series-limits.ts'
import { CENTRE, FROM, LEVEL, MARKS, OWN, PHASE, Phase, type SeriesTable, SPREAD, STRENGTH, slotsFor } from './series-table.ts'
import { tableState } from './table-state.ts'

type Settings = Static<typeof LevelShiftConfig>
type LevelShiftContext = Context<SeriesTable, Settings>

/** The two sums of deviations. */
const SUMS = OWN
const WIDTH = OWN + 2

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
      const others = scan(table, slots, frame.values, ctx.config)
      table.frames += 1
      for (let i = 0; i < others; i += 1) follow(slots[table.others[i]], frame.values[table.others[i]], frame, ctx)
      emitFindings(ctx)
      tellLearning('level-shift', frame, ctx)
    },
  },
})

/**
 * The hot path: takes in the samples of calm series, and notes in `table.others` those after which a sum is no longer small, or that
 * belong to a series that is not calm. Small on purpose, and without look-ups of imports in the loop, so that the compiler keeps it in
 * registers.
 *
 * @returns  how many others there are
 */
function scan(table: SeriesTable, slots: Int32Array, values: Float64Array, config: Settings): number {
  const { cells, marks, kinds: kind, others } = table
  const { alertSum, memory, quick, slack, bound } = config
  const weights: LevelShiftWeights = { memory, quick, slack, bound } // a copy that does not leave this function costs nothing
  const perSpread = MEAN_DEVIATIONS_PER_SPREAD
  const largest = LARGEST_VALUE
  const calm = Phase.calm
  const markWidth = MARKS
  const width = WIDTH
  const ownColumn = SUMS
  const floors = floorOfKind
  const shares = shareOfKind
  let count = 0
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i]
    const slot = slots[i]
    const row = slot * width
    const floor = perSpread * (floors[kind[slot]] + shares[kind[slot]] * Math.abs(cells[row]))
    if (marks[slot * markWidth] !== calm) others[count++] = i
    else if (Math.abs(value) <= largest && levelShiftStep(cells, row, row + ownColumn, value, floor, weights) >= alertSum)
      others[count++] = i
  }
  return count
}

/** A series that is not calm, or has just ceased to be: rare, so it may take its time. */
function follow(slot: number, value: number, frame: FrameView, ctx: LevelShiftContext): void {
  const { state: table, config } = ctx
  const mark = slot * MARKS + PHASE
  if (!(Math.abs(value) <= LARGEST_VALUE)) return
  if (table.marks[mark] === Phase.learning) {
    if (learn(table, slot, value, config.learnSamples)) begin(table, slot)
  } else if (table.marks[mark] === Phase.calm) {
    table.marks[mark] = Phase.alert
    table.cells[slot * WIDTH + FROM] = frame.at
  } else if (table.marks[mark] === Phase.alert) {
    const row = slot * WIDTH
    const sum = levelShiftStep(table.cells, row, row + SUMS, value, MEAN_DEVIATIONS_PER_SPREAD * floorOf(table, slot), config)
    if (sum >= config.raiseSum) shifted(slot, value, frame, ctx)
    else if (sum < config.alertSum / 2) table.marks[mark] = Phase.calm
  } else episode(slot, value, frame, ctx)
}

/** What was learned becomes the reference. */
function begin(table: SeriesTable, slot: number): void {
  const row = slot * WIDTH
  const { cells } = table
  cells[row + SPREAD] = Math.sqrt(cells[row + SPREAD]) * MEAN_DEVIATIONS_PER_SPREAD
  cells[row + LEVEL] = cells[row + CENTRE]
}

/** A sum is full: an episode where that is for the worse, else simply the new reference, once the present level has arrived there. */
function shifted(slot: number, value: number, frame: FrameView, ctx: LevelShiftContext): void {
  const { state: table, config } = ctx
  const { cells } = table
  const row = slot * WIDTH
  const { direction } = kinds[table.kinds[slot]]
  const side = cells[row + SUMS] > cells[row + SUMS + 1] ? 1 : -1
  const size = Math.abs(shiftOf(table, slot))
  if (direction === -side) {
    const arrived = Math.abs(value - cells[row + LEVEL]) <= spreadOf(table, slot) / 2
    if (arrived) settle(table, slot, cells[row + LEVEL])
    return
  }
  if (size >= config.leastShift) {
    cells[row + STRENGTH] = size
    if (openEpisode(table, slot, frame.at, config)) tell(slot, frame, ctx)
  }
}

/** While an episode is open the reference stands still. */
function episode(slot: number, value: number, frame: FrameView, ctx: LevelShiftContext): void {
  const { state: table, config } = ctx
  const { cells } = table
  const row = slot * WIDTH
  cells[row + LEVEL] += config.quick * (value - cells[row + LEVEL])
  const shift = shiftOf(table, slot)
  cells[row + STRENGTH] = Math.max(cells[row + STRENGTH], Math.abs(shift))
  if (promoteEpisode(table, slot, frame.at, config)) tell(slot, frame, ctx)
  const { direction } = kinds[table.kinds[slot]]
  const ending = endingOf(table, slot, (direction === 0 ? Math.abs(shift) : direction * shift) > config.clearSpreads, config)
  if (ending === undefined) return
  if (table.marks[slot * MARKS + PHASE] === Phase.raised) tell(slot, frame, ctx, ending)
  closeEpisode(table, slot, frame.at, config)
  settle(table, slot, cells[row + (ending === 'relearned' ? LEVEL : CENTRE)])
}

/** Goes on from a reference with empty sums. */
function settle(table: SeriesTable, slot: number, reference: number): void {
  const row = slot * WIDTH
  table.cells[row + CENTRE] = reference
  table.cells.fill(0, row + SUMS, row + SUMS + 2)
  table.marks[slot * MARKS + PHASE] = Phase.calm
}

/** Distance of the present level from the reference, in spreads. */
function shiftOf(table: SeriesTable, slot: number): number {
  const row = slot * WIDTH
  return (table.cells[row + LEVEL] - table.cells[row + CENTRE]) / spreadOf(table, slot)
}

function spreadOf(table: SeriesTable, slot: number): number {
  return table.cells[slot * WIDTH + SPREAD] / MEAN_DEVIATIONS_PER_SPREAD + floorOf(table, slot)
}

function floorOf(table: SeriesTable, slot: number): number {
  const limits = kinds[table.kinds[slot]]
  return limits.floor + limits.share * Math.abs(table.cells[slot * WIDTH + CENTRE])
}

function tell(slot: number, frame: FrameView, ctx: LevelShiftContext, ending?: Ending): void {
  const { cells } = ctx.state
  const row = slot * WIDTH
  const basis = `level of the last ${Math.round(1 / ctx.config.memory)} samples`
  const seen = { method: 'level_shift', value: cells[row + LEVEL], centre: cells[row + CENTRE], basis } as const
  find(slot, frame, ctx.state, { ...seen, spread: spreadOf(ctx.state, slot) }, ending)
}
