import type { FrameView } from '../../schemas/codec/codec.ts'
import { isSameNames } from '../../schemas/codec/is-same-names.ts'
import type { Finding } from '../../schemas/generated/records.ts'
import { BLOCK_CELLS } from '../stats/block-moments.ts'
import { kindsOf } from './series-limits.ts'

/** Whole numbers that every series has, in `marks`. */
export const MARKS = 3
/** Samples of the phase so far. */
export const COUNT = 0
/** The last samples, newest in the lowest bit: 1 where it was beyond the threshold. */
export const HITS = 1
/** Samples in a row that were back in the range. */
export const QUIET = 2

/**
 * learning: not enough seen, silent. calm: in its range. alert: beyond it, but not for long enough. raised: an alarm is open. resting:
 * as raised, but silent, because not long ago there was an alarm as strong.
 */
export const Phase = { learning: 0, calm: 1, alert: 2, raised: 3, resting: 4 } as const

/** Columns that every detector has in `cells`, the numbers that every sample changes; its own begin at OWN. */
export const CENTRE = 0
/** Variance or mean deviation, as the detector keeps it. */
export const SPREAD = 1
export const OWN = 2

/** Numbers a series in `episodes`. */
export const EPISODE = 6
/** How far beyond, in spreads, the current episode is. */
export const STRENGTH = 0
/** When the current episode began. */
export const FROM = 1
/** The level of the current episode. */
export const REACHED = 2
/** The strongest episode of the rest period, and when it ended: in frames and in event time. */
export const RECORD = 3
export const RECORD_FRAME = 4
export const RECORD_AT = 5

/** Series that a source may have at most; when more come, those that the current frame does not have are dropped. */
export const MOST_SERIES = 4000

/**
 * The series of one source, as a detector keeps them: a row of `width` numbers each, in the order in which they were first seen.
 * A metric's row is its slot. What is derived from a name, and the layout of the last frame, is no part of the encoded state.
 */
export interface SeriesTable {
  readonly width: number
  /** Words of 32 bits that a slot has in `bits`; 0 for detectors without any. */
  readonly words: number
  names: readonly string[]
  /** Slots that are past their warm-up. */
  learned: number
  /** Frames folded: the clock of rests, in records. */
  frames: number
  /** The last step of the learned share that was told, -1 before the first. */
  told: number
  /** `width` numbers a slot. */
  cells: Float64Array
  /** `words` words a slot. */
  bits: Uint32Array
  /** One of `Phase` a slot. */
  phases: Uint8Array
  /** MARKS a slot. */
  marks: Int16Array
  /** EPISODE numbers a slot, empty as long as no series was ever beyond its range. */
  episodes: Float64Array
  /** BLOCK_CELLS a slot, empty when nothing learns by blocks. */
  blocks: Float64Array
  /** Index into `kinds`, by slot; one array for all sources with these metrics. */
  kinds: Uint8Array
  /** Names of the last frame, and the slot of each: at least as many as there are names. */
  layout: readonly string[]
  slots: Int32Array
  /** What the current frame has brought so far; undefined when it is nothing. */
  found: { readonly slot: number; readonly finding: Finding }[] | undefined
}

export function emptyTable(width: number, words = 0): SeriesTable {
  return {
    width,
    words,
    names: [],
    learned: 0,
    frames: 0,
    told: -1,
    cells: NO_NUMBERS,
    bits: new Uint32Array(0),
    phases: new Uint8Array(0),
    marks: new Int16Array(0),
    episodes: NO_NUMBERS,
    blocks: NO_NUMBERS,
    kinds: new Uint8Array(0),
    layout: [],
    slots: IN_ORDER,
    found: undefined,
  }
}

export const NO_NUMBERS = new Float64Array(0)

/** The slots of names that come in the order of the table, as nearly all do. */
export const IN_ORDER = Int32Array.from({ length: MOST_SERIES }, (_, slot) => slot)

/** `episodes`, with room for every slot. */
export function episodesOf(table: SeriesTable): Float64Array {
  if (table.episodes.length === 0) table.episodes = new Float64Array(table.names.length * EPISODE)
  return table.episodes
}

/** `blocks`, with room for every slot. */
export function blocksOf(table: SeriesTable): Float64Array {
  if (table.blocks.length === 0) table.blocks = new Float64Array(table.names.length * BLOCK_CELLS)
  return table.blocks
}

/**
 * The values of a frame in the order of the slots, NaN for what it does not have. Costs nothing while the names come in the order of the
 * table. What it returns is valid until the next call.
 */
export function valuesInSlots(table: SeriesTable, { names, values }: FrameView): Float64Array {
  const slots = slotsFor(table, names)
  if (slots === IN_ORDER && names.length === table.names.length) return values
  const arranged = ARRANGED.subarray(0, table.names.length).fill(Number.NaN)
  for (let i = 0; i < names.length; i += 1) arranged[slots[i]] = values[i]
  return arranged
}

/** Where values stand that did not come in the order of their slots. */
const ARRANGED = new Float64Array(MOST_SERIES)

/**
 * The slot of each name. Costs a look-up a name only when `names` is another array than last time; a name that is new gets a row of
 * zeros, in the phase `learning`.
 */
export function slotsFor(table: SeriesTable, names: readonly string[]): Int32Array {
  if (table.layout === names) return table.slots
  if (table.names.length === 0) resize(table, names)
  if (isSameNames(table.names, names)) {
    table.names = names // an array that all sources with these metrics share
    table.kinds = kindsOf(names)
    table.slots = IN_ORDER
  } else {
    const known = new Map(table.names.map((name, slot) => [name, slot]))
    const fresh = names.filter((name) => !known.has(name))
    if (fresh.length > 0) {
      if (table.names.length + fresh.length > MOST_SERIES) return slotsAfterDropping(table, names)
      for (const name of fresh) known.set(name, known.size)
      resize(table, [...table.names, ...fresh])
    }
    table.slots = Int32Array.from(names, (name) => known.get(name) ?? 0)
  }
  table.layout = names
  return table.slots
}

/** Rows of `names` alone, those that are known first and in their old order. */
function slotsAfterDropping(table: SeriesTable, names: readonly string[]): Int32Array {
  const wanted = new Set(names)
  const kept = table.names.map((name, slot) => ({ name, slot })).filter(({ name }) => wanted.has(name))
  const { cells, bits, phases, marks, episodes, blocks, width, words } = table
  table.names = []
  for (const field of ['cells', 'blocks', 'episodes'] as const) table[field] = NO_NUMBERS
  table.phases = new Uint8Array(0)
  table.marks = new Int16Array(0)
  table.bits = new Uint32Array(0)
  table.learned = 0
  resize(
    table,
    kept.map(({ name }) => name),
  )
  if (episodes.length > 0) episodesOf(table)
  if (blocks.length > 0) blocksOf(table)
  kept.forEach(({ slot }, to) => {
    table.phases[to] = phases[slot]
    table.cells.set(cells.subarray(slot * width, (slot + 1) * width), to * width)
    table.bits.set(bits.subarray(slot * words, (slot + 1) * words), to * words)
    table.episodes.set(episodes.subarray(slot * EPISODE, (slot + 1) * EPISODE), to * EPISODE)
    table.marks.set(marks.subarray(slot * MARKS, (slot + 1) * MARKS), to * MARKS)
    table.blocks.set(blocks.subarray(slot * BLOCK_CELLS, (slot + 1) * BLOCK_CELLS), to * BLOCK_CELLS)
    if (phases[slot] !== Phase.learning) table.learned += 1
  })
  return slotsFor(table, names)
}

/** Gives the table these names, of which the first are the ones it has; rows of new ones are zero. */
export function resize(table: SeriesTable, names: readonly string[]): void {
  const count = names.length
  table.names = names
  table.cells = grown(new Float64Array(count * table.width), table.cells)
  table.bits = grown(new Uint32Array(count * table.words), table.bits)
  table.phases = grown(new Uint8Array(count), table.phases)
  table.marks = grown(new Int16Array(count * MARKS), table.marks)
  if (table.episodes.length > 0) table.episodes = grown(new Float64Array(count * EPISODE), table.episodes)
  if (table.blocks.length > 0) table.blocks = grown(new Float64Array(count * BLOCK_CELLS), table.blocks)
  table.kinds = kindsOf(names)
}

function grown<T extends Float64Array | Int16Array | Uint8Array | Uint32Array>(to: T, from: T): T {
  to.set(from)
  return to
}
