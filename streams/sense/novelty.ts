import type { Static } from '@sinclair/typebox'
import type { FrameView } from '../../schemas/codec/codec.ts'
import { SenseFindings, SystemTelemetryRaw } from '../../schemas/topics.ts'
import { type Context, processor } from '../runtime/api/processor.ts'
import {
  addCell,
  admitFresh,
  ageGrid,
  CELL_WORDS,
  coverValue,
  distanceToSeen,
  GRID_CELLS,
  GRID_SHAPE,
  GRID_WORDS,
  SEEN,
  startGrid,
  type ValueGrids,
} from '../stats/value-grid.ts'
import { closeEpisode, type Ending, endingOf, episodeOf, openEpisode, promoteEpisode } from './episode.ts'
import { emitFindings, find } from './finding.ts'
import { LARGEST_VALUE } from './largest-value.ts'
import { NoveltyConfig } from './novelty-config.ts'
import { OTHERS } from './others.ts'
import { kinds } from './series-limits.ts'
import { CENTRE, countsOf, endLearning, OWN, Phase, type SeriesTable, SPREAD, valuesInSlots } from './series-table.ts'
import { tableState } from './table-state.ts'

type Settings = Static<typeof NoveltyConfig>
type NoveltyContext = Context<SeriesTable, Settings>

/** Weight of the next sample in centre and spread: 1 by their count, until that is the memory. */
const WEIGHT = OWN
const SHAPE = OWN + 1
const WIDTH = SHAPE + GRID_SHAPE

/** A row of `rare`: the cells that are too new to count as seen, then the frame in which the oldest of them was. */
const FRESH_FROM = CELL_WORDS
const FRESH_WORDS = CELL_WORDS + 1

/** Cells in what is dust for a series: the finest that values are told apart. */
const CELLS_IN_DUST = 8

/**
 * Finds values that a series has never had: the distance of a sample from the nearest value that was seen before, in spreads. It needs no
 * model of the series, so it also holds for those that jump, pulse or swing. Only for metrics that no sensor is known for: of the others
 * the floors say what matters. See docs/guides/detectors.md for what each number does.
 */
export const novelty = processor({
  name: 'novelty',
  reads: [SystemTelemetryRaw],
  writes: [SenseFindings],
  config: NoveltyConfig,
  state: tableState(WIDTH, GRID_WORDS, FRESH_WORDS),
  on: {
    Frame(frame, ctx) {
      const table = ctx.state
      const values = valuesInSlots(table, frame)
      const others = scan(table, values, ctx.config)
      table.frames += 1
      for (let i = 0; i < others; i += 1) follow(OTHERS[i], values[OTHERS[i]], frame, ctx)
      if (table.rare !== undefined && table.frames % ctx.config.freshFrames === 0)
        for (const slot of table.rare.keys()) admitOld(table, slot, ctx.config)
      if (table.frames % ctx.config.rememberFrames === 0) age(table)
      emitFindings(ctx)
    },
  },
})

/**
 * The hot path: takes in the samples of calm series that lie where lately others have lain, and notes in `OTHERS` which samples are
 * anything else. Small on purpose, and without look-ups of imports in the loop, so that the compiler keeps it in registers.
 *
 * @returns  how many others there are
 */
function scan(table: SeriesTable, values: Float64Array, config: Settings): number {
  const { cells, bits, phases, kinds: kind } = table
  const memory = +config.memory // A number read from an object is unpacked at every use; the plus unpacks it once.
  const learning = Phase.learning
  const calm = Phase.calm
  const width = WIDTH
  const words = GRID_WORDS
  const shape = SHAPE
  const most = GRID_CELLS
  const others = OTHERS
  const count = values.length
  let found = 0
  for (let slot = 0, row = 0; slot < count; slot += 1, row += width) {
    const value = values[slot]
    const cell = Math.floor(value * cells[row + shape]) - cells[row + shape + 1]
    const ordinary =
      phases[slot] === calm && cell >= 0 && cell < most && ((bits[slot * words + (cell >> 5)] >>> (cell & 31)) & 1) === 1
    if (ordinary) takeIn(cells, row, value, memory)
    else if (kind[slot] === 0 || phases[slot] === learning) others[found++] = slot
  }
  return found
}

/** Exponentially weighted centre and variance, with the mean of all as long as these are fewer than the memory (West 1979). */
function takeIn(cells: Float64Array, row: number, value: number, memory: number): void {
  const weight = cells[row + WEIGHT]
  const deviation = value - cells[row + CENTRE]
  const step = weight * deviation
  cells[row + CENTRE] += step
  cells[row + SPREAD] = (1 - weight) * (cells[row + SPREAD] + step * deviation)
  if (weight > memory) cells[row + WEIGHT] = weight / (1 + weight)
}

/** What is not an ordinary sample: rare, so it may take its time. */
function follow(slot: number, value: number, frame: FrameView, ctx: NoveltyContext): void {
  const { state: table, config } = ctx
  if (!(Math.abs(value) <= LARGEST_VALUE)) return
  if (table.phases[slot] === Phase.learning) {
    study(table, slot, value, config)
    return
  }
  const distance = distanceOf(table, slot, value, config)
  if (table.phases[slot] !== Phase.calm) goOn(slot, value, distance, frame, ctx)
  else if (distance >= config.raiseSpreads) begin(slot, value, distance, frame, ctx)
  takeIn(table.cells, slot * WIDTH, value, config.memory)
}

/** While a series learns, every value is taken for an ordinary one. */
function study(table: SeriesTable, slot: number, value: number, config: Settings): void {
  const { cells } = table
  const row = slot * WIDTH
  const word = slot * GRID_WORDS
  const watched = table.kinds[slot] === 0
  if (watched) {
    const counts = countsOf(table)
    if (counts[slot] === 0) {
      cells[row + WEIGHT] = 1
      startGrid(gridsOf(table), row + SHAPE, word, value, dustAt(value) / CELLS_IN_DUST)
    }
    addCell(table.bits, word + SEEN, coverValue(gridsOf(table), row + SHAPE, word, value))
    takeIn(cells, row, value, config.memory)
    counts[slot] += 1
    if (counts[slot] < config.learnSamples) return
  }
  endLearning(table, slot)
}

/** How far a value lies from all that were seen, in spreads; it is noted as fresh when there is none in its cell. */
function distanceOf(table: SeriesTable, slot: number, value: number, config: Settings): number {
  const row = slot * WIDTH
  const word = slot * GRID_WORDS
  const grids = gridsOf(table)
  admitOld(table, slot, config)
  const distance = distanceToSeen(grids, row + SHAPE, word, value)
  const cell = coverValue(grids, row + SHAPE, word, value, table.rare?.get(slot))
  if (distance === 0) addCell(table.bits, word + SEEN, cell)
  else addCell(freshOf(table, slot), 0, cell)
  return distance / spreadOf(table, slot)
}

/** The cells of a series that are too new to count as seen. */
function freshOf(table: SeriesTable, slot: number): Uint32Array {
  table.rare ??= new Map()
  const known = table.rare.get(slot)
  if (known !== undefined) return known
  const fresh = new Uint32Array(FRESH_WORDS)
  fresh[FRESH_FROM] = table.frames
  table.rare.set(slot, fresh)
  return fresh
}

/** What was fresh for long enough counts as seen. */
function admitOld(table: SeriesTable, slot: number, { freshFrames }: Settings): void {
  const fresh = table.rare?.get(slot)
  if (fresh !== undefined && table.frames - fresh[FRESH_FROM] > freshFrames) admit(table, slot, fresh)
}

function admit(table: SeriesTable, slot: number, fresh: Uint32Array): void {
  admitFresh(table.bits, slot * GRID_WORDS, fresh)
  table.rare?.delete(slot)
  if (table.rare?.size === 0) table.rare = undefined
}

function begin(slot: number, value: number, distance: number, frame: FrameView, ctx: NoveltyContext): void {
  Object.assign(episodeOf(ctx.state, slot), { strength: distance, reached: value, from: frame.at })
  if (openEpisode(ctx.state, slot, frame.at, ctx.config)) tell(slot, value, frame, ctx)
}

function goOn(slot: number, value: number, distance: number, frame: FrameView, ctx: NoveltyContext): void {
  const { state: table, config } = ctx
  const episode = episodeOf(table, slot)
  episode.strength = Math.max(episode.strength, distance)
  if (promoteEpisode(table, slot, frame.at, config)) tell(slot, value, frame, ctx)
  const ending = endingOf(table, slot, distance >= config.raiseSpreads, config)
  if (ending === undefined) return
  if (table.phases[slot] === Phase.raised) tell(slot, value, frame, ctx, ending)
  closeEpisode(table, slot, frame.at, config)
}

/** Forgets what was not seen for long. */
function age(table: SeriesTable): void {
  for (const [slot, fresh] of table.rare ?? []) admit(table, slot, fresh)
  for (let slot = 0; slot < table.names.length; slot += 1) {
    if (table.kinds[slot] !== 0 || table.phases[slot] === Phase.learning) continue
    const dust = dustAt(table.cells[slot * WIDTH + CENTRE])
    ageGrid(gridsOf(table), slot * WIDTH + SHAPE, slot * GRID_WORDS, dust / CELLS_IN_DUST)
  }
}

function tell(slot: number, value: number, frame: FrameView, ctx: NoveltyContext, ending?: Ending): void {
  const centre = ctx.state.cells[slot * WIDTH + CENTRE]
  const seen = {
    method: 'novelty',
    value,
    centre,
    spread: spreadOf(ctx.state, slot),
    basis: 'such a value was never seen',
  } as const
  find(slot, frame, ctx.state, seen, ending)
}

function spreadOf(table: SeriesTable, slot: number): number {
  const row = slot * WIDTH
  return Math.hypot(Math.sqrt(table.cells[row + SPREAD]), dustAt(table.cells[row + CENTRE]))
}

/** The spread that is always there. */
function dustAt(level: number): number {
  return kinds[0].floor + kinds[0].share * Math.abs(level)
}

function gridsOf({ cells, bits }: SeriesTable): ValueGrids {
  return { shapes: cells, bits }
}
