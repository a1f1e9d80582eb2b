import type { Static } from '@sinclair/typebox'
import type { FrameView } from '../../schemas/codec/codec.ts'
import { SenseFindings, SystemTelemetryRaw, TelemetrySources } from '../../schemas/topics.ts'
import { type Context, processor } from '../runtime/api/processor.ts'
import { levelShiftStep } from '../stats/level-shift-step.ts'
import { levelShiftStepWithin } from '../stats/level-shift-step-within.ts'
import { calmDown, closeEpisode, type Ending, endingOf, episodeOf, openEpisode, promoteEpisode } from './episode.ts'
import { emitFindings, find } from './finding.ts'
import { LARGEST_VALUE } from './largest-value.ts'
import { learn, tellLearning } from './learning.ts'
import { LevelShiftConfig } from './level-shift-config.ts'
import { OTHERS } from './others.ts'
import { floorOfKind, kinds, shareOfKind } from './series-limits.ts'
import { CENTRE, OWN, Phase, type SeriesTable, SPREAD, valuesInSlots } from './series-table.ts'
import { tableState } from './table-state.ts'

type Settings = Static<typeof LevelShiftConfig>
type LevelShiftContext = Context<SeriesTable, Settings>

/** Where the series is at present. */
const LEVEL = OWN
/** The two sums of deviations. */
const SUMS = OWN + 1
const WIDTH = OWN + 3

/** Mean deviation of a normal distribution whose standard deviation (a spread) is 1. */
const MEAN_DEVIATIONS_PER_SPREAD = Math.sqrt(2 / Math.PI)
/** Floors and shares by kind, in mean deviations. */
const FLOORS = floorOfKind.map((floor) => floor * MEAN_DEVIATIONS_PER_SPREAD)
const SHARES = shareOfKind.map((share) => share * MEAN_DEVIATIONS_PER_SPREAD)

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
      const values = valuesInSlots(table, frame)
      const others = scan(table, values, ctx.config)
      table.frames += 1
      for (let i = 0; i < others; i += 1) follow(OTHERS[i], values[OTHERS[i]], frame, ctx)
      emitFindings(ctx)
      tellLearning('level-shift', frame, ctx)
    },
  },
})

/**
 * The hot path: takes in the samples of calm series after which the sums are still small, and notes in `OTHERS` which samples are
 * anything else. Small on purpose, and without look-ups of imports in the loop, so that the compiler keeps it in registers.
 *
 * @returns  how many others there are
 */
function scan(table: SeriesTable, values: Float64Array, config: Settings): number {
  const { cells, phases, kinds: kind } = table
  // A number read from an object is unpacked at every use; the plus unpacks it once.
  const memory = +config.memory
  const quick = +config.quick
  const slack = +config.slack
  const bound = +config.bound
  const most = +config.alertSum
  const calm = Phase.calm
  const width = WIDTH
  const sums = SUMS
  const others = OTHERS
  const floors = FLOORS
  const shares = SHARES
  const count = values.length
  let found = 0
  for (let slot = 0, row = 0; slot < count; slot += 1, row += width) {
    const of = kind[slot]
    const ordinary =
      phases[slot] === calm &&
      levelShiftStepWithin(cells, row, row + sums, values[slot], floors[of], shares[of], memory, quick, slack, bound, most)
    if (!ordinary) others[found++] = slot
  }
  return found
}

/** What is not an ordinary sample of a calm series: rare, so it may take its time. */
function follow(slot: number, value: number, frame: FrameView, ctx: LevelShiftContext): void {
  const { state: table, config } = ctx
  if (!(Math.abs(value) <= LARGEST_VALUE)) return
  const phase = table.phases[slot]
  if (phase === Phase.learning) {
    if (learn(table, slot, value, config.learnSamples)) begin(table, slot)
  } else if (phase === Phase.calm) {
    if (step(table, slot, value, config) < config.alertSum) return
    table.phases[slot] = Phase.alert
    episodeOf(table, slot).from = frame.at
  } else if (phase === Phase.alert) {
    const sum = step(table, slot, value, config)
    if (sum >= config.raiseSum) shifted(slot, value, frame, ctx)
    else if (sum < config.alertSum / 2) calmDown(table, slot, frame.at, config)
  } else goOn(slot, value, frame, ctx)
}

function step(table: SeriesTable, slot: number, value: number, config: Settings): number {
  const row = slot * WIDTH
  const kind = table.kinds[slot]
  const floor = FLOORS[kind] + SHARES[kind] * Math.abs(table.cells[row + CENTRE])
  return levelShiftStep(table.cells, row, row + SUMS, value, floor, config)
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
    if (arrived) settle(slot, cells[row + LEVEL], frame, ctx)
    return
  }
  if (size >= config.leastShift) {
    episodeOf(table, slot).strength = size
    if (openEpisode(table, slot, frame.at, config)) tell(slot, frame, ctx)
  }
}

/** While an episode is open the reference stands still. */
function goOn(slot: number, value: number, frame: FrameView, ctx: LevelShiftContext): void {
  const { state: table, config } = ctx
  const { cells } = table
  const row = slot * WIDTH
  cells[row + LEVEL] += config.quick * (value - cells[row + LEVEL])
  const shift = shiftOf(table, slot)
  const episode = episodeOf(table, slot)
  episode.strength = Math.max(episode.strength, Math.abs(shift))
  if (promoteEpisode(table, slot, frame.at, config)) tell(slot, frame, ctx)
  const { direction } = kinds[table.kinds[slot]]
  const ending = endingOf(table, slot, (direction === 0 ? Math.abs(shift) : direction * shift) > config.clearSpreads, config)
  if (ending === undefined) return
  if (table.phases[slot] === Phase.raised) tell(slot, frame, ctx, ending)
  closeEpisode(table, slot, frame.at, config)
  settle(slot, cells[row + (ending === 'relearned' ? LEVEL : CENTRE)], frame, ctx)
}

/** Goes on from a reference with empty sums. */
function settle(slot: number, reference: number, frame: FrameView, { state: table, config }: LevelShiftContext): void {
  const row = slot * WIDTH
  table.cells[row + CENTRE] = reference
  table.cells.fill(0, row + SUMS, row + SUMS + 2)
  calmDown(table, slot, frame.at, config)
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
