import type { Finding } from '../../schemas/generated/records.ts'
import { BLOCK_CELLS } from '../stats/block-moments.ts'
import { kindOf } from './series-limits.ts'

/** Whole numbers that every series has, in `marks`. */
export const MARKS = 4
/** What the series is doing: one of `Phase`. */
export const PHASE = 0
/** Samples of the phase so far. */
export const COUNT = 1
/** The last samples, newest in the lowest bit: 1 where it was beyond the threshold. */
export const HITS = 2
/** Samples in a row that were back in the range. */
export const QUIET = 3

/**
 * learning: not enough seen, silent. calm: in its range. alert: beyond it, but not for long enough. raised: an alarm is open. resting:
 * as raised, but silent, because not long ago there was an alarm as strong.
 */
export const Phase = { learning: 0, calm: 1, alert: 2, raised: 3, resting: 4 } as const

/** Columns that every detector has in its rows; its own begin at OWN. */
export const CENTRE = 0
/** Variance or mean deviation, as the detector keeps it. */
export const SPREAD = 1
/** Where the series is at present, or in the current episode. */
export const LEVEL = 2
/** How far beyond, in spreads, the current episode is. */
export const STRENGTH = 3
/** When the current episode began. */
export const FROM = 4
/** The strongest episode of the rest period, and when it ended: in frames and in event time. */
export const RECORD = 5
export const RECORD_FRAME = 6
export const RECORD_AT = 7
export const OWN = 8

/** Series that a source may have at most; when more come, those that the current frame does not have are dropped. */
export const MOST_SERIES = 4000

/**
 * The series of one source, as a detector keeps them: a row of `width` numbers each, in the order in which they were first seen.
 * A metric's row is its slot. What is derived from a name, and the layout of the last frame, is no part of the encoded state.
 */
export interface SeriesTable {
  readonly width: number
  names: string[]
  /** Slots that are past their warm-up. */
  learned: number
  /** Frames folded: the clock of rests, in records. */
  frames: number
  /** The last step of the learned share that was told, -1 before the first. */
  told: number
  cells: Float64Array
  marks: Int16Array
  /** BLOCK_CELLS a slot, empty when nothing learns. */
  blocks: Float64Array
  /** Index into `kinds`, by slot. */
  kinds: Uint8Array
  /** Names of the last frame, and the slot of each. */
  layout: readonly string[]
  slots: Int32Array
  /** Where in the current frame the samples stand that need more than the hot path; overwritten by every frame. */
  others: Int32Array
  /** What the current frame has brought so far; empty between frames. */
  readonly found: Finding[]
}

export function emptyTable(width: number): SeriesTable {
  return {
    width,
    names: [],
    learned: 0,
    frames: 0,
    told: -1,
    cells: new Float64Array(0),
    marks: new Int16Array(0),
    blocks: new Float64Array(0),
    kinds: new Uint8Array(0),
    layout: [],
    slots: new Int32Array(0),
    others: new Int32Array(0),
    found: [],
  }
}

/**
 * The slot of each name. Costs a look-up a name only when `names` is another array than last time; a name that is new gets a row of
 * zeros, in the phase `learning`.
 */
export function slotsFor(table: SeriesTable, names: readonly string[]): Int32Array {
  if (table.layout === names) return table.slots
  const known = new Map(table.names.map((name, slot) => [name, slot]))
  const fresh = names.filter((name) => !known.has(name))
  if (fresh.length > 0) {
    if (table.names.length + fresh.length > MOST_SERIES) return slotsAfterDropping(table, names)
    for (const name of fresh) known.set(name, known.size)
    resize(table, [...table.names, ...fresh])
  }
  table.slots = Int32Array.from(names, (name) => known.get(name) ?? 0)
  table.layout = names
  if (table.others.length < names.length) table.others = new Int32Array(names.length)
  return table.slots
}

/** Rows of `names` alone, those that are known first and in their old order. */
function slotsAfterDropping(table: SeriesTable, names: readonly string[]): Int32Array {
  const wanted = new Set(names)
  const kept = table.names.map((name, slot) => ({ name, slot })).filter(({ name }) => wanted.has(name))
  const { cells, marks, blocks, width } = table
  table.names = []
  for (const field of ['cells', 'blocks'] as const) table[field] = new Float64Array(0)
  table.marks = new Int16Array(0)
  table.learned = 0
  resize(
    table,
    kept.map(({ name }) => name),
  )
  kept.forEach(({ slot }, to) => {
    table.cells.set(cells.subarray(slot * width, (slot + 1) * width), to * width)
    table.marks.set(marks.subarray(slot * MARKS, (slot + 1) * MARKS), to * MARKS)
    table.blocks.set(blocks.subarray(slot * BLOCK_CELLS, (slot + 1) * BLOCK_CELLS), to * BLOCK_CELLS)
    if (marks[slot * MARKS + PHASE] !== Phase.learning) table.learned += 1
  })
  return slotsFor(table, names)
}

/** Gives the table these names, of which the first are the ones it has; rows of new ones are zero. */
export function resize(table: SeriesTable, names: string[]): void {
  const count = names.length
  const wasLearning = table.blocks
  table.names = names
  table.cells = grown(new Float64Array(count * table.width), table.cells)
  table.marks = grown(new Int16Array(count * MARKS), table.marks)
  table.blocks = grown(new Float64Array(count * BLOCK_CELLS), wasLearning)
  table.kinds = Uint8Array.from(names, kindOf)
}

function grown<T extends Float64Array | Int16Array>(to: T, from: T): T {
  to.set(from)
  return to
}
