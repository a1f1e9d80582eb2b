import type { FrameView } from '../../schemas/codec/codec.ts'
import { isSameNames } from '../../schemas/codec/is-same-names.ts'
import type { Finding } from '../../schemas/generated/records.ts'
import { BLOCK_CELLS } from '../stats/block-moments.ts'
import type { Episode } from './episode.ts'
import { kindsOf } from './series-limits.ts'

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
  /** `width` numbers a slot. This, `bits` and `phases` are views of one buffer. */
  cells: Float64Array
  /** `words` words a slot. */
  bits: Uint32Array
  /** One of `Phase` a slot. */
  phases: Uint8Array
  /** Samples that a slot has learned from, empty when none learns. */
  counts: Uint16Array
  /** BLOCK_CELLS a slot, empty when none learns by blocks. */
  blocks: Float64Array
  /** Words that only few slots have, as the detector means them, by slot; undefined when none has. */
  rare: Map<number, Uint32Array> | undefined
  /** By slot, of the series that are beyond their range, or were not long ago; undefined when there are none. */
  episodes: Map<number, Episode> | undefined
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
    bits: NO_WORDS,
    phases: NO_BYTES,
    counts: NO_COUNTS,
    blocks: NO_NUMBERS,
    rare: undefined,
    episodes: undefined,
    kinds: NO_BYTES,
    layout: [],
    slots: IN_ORDER,
    found: undefined,
  }
}

const NO_NUMBERS = new Float64Array(0)
const NO_WORDS = new Uint32Array(0)
const NO_BYTES = new Uint8Array(0)
const NO_COUNTS = new Uint16Array(0)

/** The slots of names that come in the order of the table, as nearly all do. */
export const IN_ORDER = Int32Array.from({ length: MOST_SERIES }, (_, slot) => slot)

/** `counts`, with room for every slot. */
export function countsOf(table: SeriesTable): Uint16Array {
  if (table.counts.length === 0) table.counts = new Uint16Array(table.names.length)
  return table.counts
}

/** `blocks`, with room for every slot. */
export function blocksOf(table: SeriesTable): Float64Array {
  if (table.blocks.length === 0) table.blocks = new Float64Array(table.names.length * BLOCK_CELLS)
  return table.blocks
}

/** The series has seen enough: it is calm. With the last one that learns goes what only learning needs. */
export function endLearning(table: SeriesTable, slot: number): void {
  table.phases[slot] = Phase.calm
  if (table.counts.length > 0) table.counts[slot] = 0
  table.learned += 1
  if (table.learned === table.names.length) forgetLearning(table)
}

function forgetLearning(table: SeriesTable): void {
  table.counts = NO_COUNTS
  table.blocks = NO_NUMBERS
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
  const old = { ...table }
  const kept = [...table.names.keys()].filter((slot) => wanted.has(table.names[slot]))
  const { width, words } = table
  forgetLearning(table)
  table.rare = undefined
  table.episodes = undefined
  allocate(
    table,
    kept.map((slot) => old.names[slot]),
  )
  kept.forEach((slot, to) => {
    table.cells.set(old.cells.subarray(slot * width, (slot + 1) * width), to * width)
    table.bits.set(old.bits.subarray(slot * words, (slot + 1) * words), to * words)
    table.phases[to] = old.phases[slot]
    if (old.counts[slot] > 0) countsOf(table)[to] = old.counts[slot]
    if (old.blocks.length > 0)
      blocksOf(table).set(old.blocks.subarray(slot * BLOCK_CELLS, (slot + 1) * BLOCK_CELLS), to * BLOCK_CELLS)
    const rare = old.rare?.get(slot)
    if (rare !== undefined) table.rare = (table.rare ?? new Map()).set(to, rare)
    const episode = old.episodes?.get(slot)
    if (episode !== undefined) table.episodes = (table.episodes ?? new Map()).set(to, episode)
  })
  table.learned = kept.filter((slot) => old.phases[slot] !== Phase.learning).length
  return slotsFor(table, names)
}

/** Gives the table these names, of which the first are the ones it has; rows of new ones are zero. */
export function resize(table: SeriesTable, names: readonly string[]): void {
  const { cells, bits, phases, counts, blocks } = table
  allocate(table, names)
  table.cells.set(cells)
  table.bits.set(bits)
  table.phases.set(phases)
  if (counts.length > 0) {
    table.counts = new Uint16Array(names.length)
    table.counts.set(counts)
  }
  if (blocks.length > 0) {
    table.blocks = new Float64Array(names.length * BLOCK_CELLS)
    table.blocks.set(blocks)
  }
}

/** Rows of zeros for these names. One buffer, because each costs as much as three series. */
function allocate(table: SeriesTable, names: readonly string[]): void {
  const count = names.length
  const numbers = count * table.width
  const words = count * table.words
  const buffer = new ArrayBuffer(8 * numbers + 4 * words + count)
  table.names = names
  table.kinds = kindsOf(names)
  table.cells = new Float64Array(buffer, 0, numbers)
  table.bits = new Uint32Array(buffer, 8 * numbers, words)
  table.phases = new Uint8Array(buffer, 8 * numbers + 4 * words, count)
}
