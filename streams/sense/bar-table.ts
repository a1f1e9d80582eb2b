import { isSameNames } from '../../schemas/codec/is-same-names.ts'
import { IN_ORDER, MOST_SERIES } from './series-table.ts'

/** Numbers that every metric has in `cells`, in this order: the hot path takes it for granted. */
export const LEAST = 0
export const LARGEST = 1
export const SUM = 2
export const LAST = 3
const WIDTH = 4

/** What the metrics of one source did since `start`: a row of numbers each, in the order in which they were first seen. */
export interface BarTable {
  readonly start: number
  names: readonly string[]
  /** WIDTH numbers a slot. */
  cells: Float64Array
  /** Frames that had every name. */
  full: number
  /** Samples a slot of all other frames; empty when there are none, as nearly always. */
  counts: Uint32Array
  /** Frames of the current layout that are neither in `full` nor in `counts`, so that the hot path counts once a frame. */
  frames: number
  /** Names of the last frame, and the slot of each: at least as many as there are names. */
  layout: readonly string[]
  slots: Int32Array
}

export function emptyBars(start: number): BarTable {
  return {
    start,
    names: [],
    cells: new Float64Array(0),
    full: 0,
    counts: NO_COUNTS,
    frames: 0,
    layout: [],
    slots: IN_ORDER,
  }
}

const NO_COUNTS = new Uint32Array(0)

/**
 * One more sample of each metric. Costs a look-up a name only when `names` is another array than last time.
 *
 * @returns  false, and nothing was taken, when there is no room for the names that are new
 */
export function addSamples(table: BarTable, names: readonly string[], values: Float64Array): boolean {
  if (table.layout !== names && !takeLayout(table, names)) return false
  const { cells, slots } = table
  if (slots === IN_ORDER) takeInOrder(cells, values)
  else for (let i = 0; i < values.length; i += 1) takeOne(cells, slots[i] * WIDTH, values[i])
  table.frames += 1
  return true
}

/**
 * What the other table holds, as if its samples had come here after those that are here.
 *
 * @returns  false, and nothing was taken, when there is no room for the names that are new
 */
export function addTable(table: BarTable, other: BarTable): boolean {
  settle(other)
  if (!takeLayout(table, other.names)) return false
  const { cells, slots } = table
  const even = other.counts.length === 0 && other.names.length === table.names.length
  const counts = even ? NO_COUNTS : countsOf(table)
  if (even) table.full += other.full
  for (let from = 0; from < other.names.length; from += 1) {
    const count = countOf(other, from)
    if (count === 0) continue
    const row = slots[from] * WIDTH
    cells[row + LEAST] = Math.min(cells[row + LEAST], other.cells[from * WIDTH + LEAST])
    cells[row + LARGEST] = Math.max(cells[row + LARGEST], other.cells[from * WIDTH + LARGEST])
    cells[row + SUM] += other.cells[from * WIDTH + SUM]
    cells[row + LAST] = other.cells[from * WIDTH + LAST]
    if (!even) counts[slots[from]] += count
  }
  return true
}

/** Brings `full` and `counts` up to date. */
export function settle(table: BarTable): void {
  const { names, layout, slots, frames } = table
  table.frames = 0
  if (frames === 0) return
  if (layout.length === names.length) table.full += frames
  else for (let i = 0; i < layout.length; i += 1) countsOf(table)[slots[i]] += frames
}

/** Samples of a slot, once all is settled. */
export function countOf({ full, counts }: BarTable, slot: number): number {
  return counts.length === 0 ? full : full + counts[slot]
}

function countsOf(table: BarTable): Uint32Array {
  if (table.counts.length === 0) table.counts = new Uint32Array(table.names.length)
  return table.counts
}

/** Gives the table these names, of which the first are the ones it has; rows of new ones are empty. */
export function resizeBars(table: BarTable, names: readonly string[]): void {
  const known = table.names.length
  const cells = new Float64Array(names.length * WIDTH)
  cells.set(table.cells)
  for (let slot = known; slot < names.length; slot += 1) {
    cells[slot * WIDTH + LEAST] = Number.POSITIVE_INFINITY
    cells[slot * WIDTH + LARGEST] = Number.NEGATIVE_INFINITY
  }
  if (known > 0 && (table.full > 0 || table.counts.length > 0)) {
    const counts = new Uint32Array(names.length)
    for (let slot = 0; slot < known; slot += 1) counts[slot] = countOf(table, slot)
    Object.assign(table, { counts, full: 0 })
  }
  Object.assign(table, { names, cells })
}

/** One of the numbers of a slot. */
export function cellOf({ cells }: BarTable, slot: number, column: number): number {
  return cells[slot * WIDTH + column]
}

/**
 * The hot path: metrics in the order of the table. Two samples a turn and sums of bits for the columns cost 2.6 ns a sample where the plain
 * loop below costs 4.2: no slot to look up, and no addition whose overflow must be watched.
 */
function takeInOrder(cells: Float64Array, values: Float64Array): void {
  const even = values.length & ~1
  let row = 0
  for (let i = 0; i < even; i += 2) {
    const first = values[i]
    const second = values[i | 1]
    if (first < cells[row]) cells[row] = first
    if (first > cells[row | 1]) cells[row | 1] = first
    cells[row | 2] += first
    cells[row | 3] = first
    if (second < cells[row | 4]) cells[row | 4] = second
    if (second > cells[row | 5]) cells[row | 5] = second
    cells[row | 6] += second
    cells[row | 7] = second
    row += 2 * WIDTH
  }
  if (even < values.length) takeOne(cells, row, values[even])
}

function takeOne(cells: Float64Array, row: number, value: number): void {
  if (value < cells[row + LEAST]) cells[row + LEAST] = value
  if (value > cells[row + LARGEST]) cells[row + LARGEST] = value
  cells[row + SUM] += value
  cells[row + LAST] = value
}

function takeLayout(table: BarTable, names: readonly string[]): boolean {
  settle(table)
  if (table.names.length === 0 && names.length <= MOST_SERIES) resizeBars(table, names)
  if (isSameNames(table.names, names)) {
    table.names = names // an array that all sources with these metrics share
    table.slots = IN_ORDER
  } else {
    const known = new Map(table.names.map((name, slot) => [name, slot]))
    const fresh = names.filter((name) => !known.has(name))
    if (table.names.length + fresh.length > MOST_SERIES) return false
    for (const name of fresh) known.set(name, known.size)
    if (fresh.length > 0) resizeBars(table, [...table.names, ...fresh])
    table.slots = Int32Array.from(names, (name) => known.get(name) ?? 0)
  }
  table.layout = names
  return true
}
