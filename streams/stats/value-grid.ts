/** Cells of a grid. */
export const GRID_CELLS = 128
/** Words of 32 bits that one set of cells takes. */
export const CELL_WORDS = GRID_CELLS / 32
/** The sets of a series, as offsets in words: what was seen lately, what was seen before that. */
export const SEEN = 0
export const OLDER = CELL_WORDS
/** Words that one series needs. */
export const GRID_WORDS = 2 * CELL_WORDS
/** Numbers that one series needs: cells a unit, a power of two, and the number of its first cell, counted from zero on the axis. */
export const GRID_SHAPE = 2

/** The grids of many series: shapes among other numbers, and sets of cells. */
export interface ValueGrids {
  readonly shapes: Float64Array
  readonly bits: Uint32Array
}

/**
 * Lays an empty grid of 128 equal cells around a value. Cells are at most `width` wide and begin at multiples of their width, a power of
 * two, so that two cells of a fine grid are exactly one of a coarser grid.
 *
 * @param shape  index of the series' shape
 * @param word   index of the series' first word
 */
export function startGrid({ shapes, bits }: ValueGrids, shape: number, word: number, centre: number, width: number): void {
  shapes[shape] = 2 ** -Math.floor(Math.log2(width))
  shapes[shape + 1] = Math.floor(centre * shapes[shape]) - GRID_CELLS / 2
  bits.fill(0, word, word + GRID_WORDS)
}

/** The cell of a value; below 0 or from GRID_CELLS on outside of the grid. */
export function cellIn({ shapes }: ValueGrids, shape: number, value: number): number {
  return Math.floor(value * shapes[shape]) - shapes[shape + 1]
}

/** Whether one of the sets of a series, at `word` plus its offset, has the cell. */
export function hasCell(bits: Uint32Array, set: number, cell: number): boolean {
  return cell >= 0 && cell < GRID_CELLS && ((bits[set + (cell >> 5)] >>> (cell & 31)) & 1) === 1
}

export function addCell(bits: Uint32Array, set: number, cell: number): void {
  bits[set + (cell >> 5)] |= 1 << (cell & 31)
}

/**
 * Makes cells twice as wide until the value lies in one of them; costs a pass over the cells for each time.
 *
 * @param fresh  a set of the same series that stands elsewhere: what is too new to count as seen
 * @returns      the cell of the value
 */
export function coverValue(grids: ValueGrids, shape: number, word: number, value: number, fresh?: Uint32Array): number {
  const { shapes, bits } = grids
  for (;;) {
    const cell = cellIn(grids, shape, value)
    if (cell >= 0 && cell < GRID_CELLS) return cell
    const first = shapes[shape + 1]
    // What there is comes to lie at the far end, so that all of the new room is where the value is.
    const begin = cell < 0 ? Math.floor((first + GRID_CELLS - 1) / 2) - GRID_CELLS + 1 : Math.floor(first / 2)
    const to = (old: number) => Math.floor((first + old) / 2) - begin
    for (const set of [SEEN, OLDER]) regrid(bits, word + set, to)
    if (fresh !== undefined) regrid(fresh, 0, to)
    shapes[shape] /= 2
    shapes[shape + 1] = begin
  }
}

/** How far the value lies from the nearest cell that was seen, lately or before; infinite when there is none. O(cells). */
export function distanceToSeen(grids: ValueGrids, shape: number, word: number, value: number): number {
  const { shapes, bits } = grids
  const cell = Math.max(-1, Math.min(GRID_CELLS, cellIn(grids, shape, value)))
  const isSeen = (at: number) => hasCell(bits, word + SEEN, at) || hasCell(bits, word + OLDER, at)
  if (isSeen(cell)) return 0
  let below = cell - 1
  while (below >= 0 && !isSeen(below)) below -= 1
  let above = cell + 1
  while (above < GRID_CELLS && !isSeen(above)) above += 1
  const [scale, first] = [shapes[shape], shapes[shape + 1]]
  const down = below < 0 ? Number.POSITIVE_INFINITY : value - (first + below + 1) / scale
  const up = above >= GRID_CELLS ? Number.POSITIVE_INFINITY : (first + above) / scale - value
  return Math.max(0, Math.min(down, up))
}

/** What was too new to count counts as seen from now on. */
export function admitFresh(bits: Uint32Array, word: number, fresh: Uint32Array): void {
  for (let i = 0; i < CELL_WORDS; i += 1) bits[word + SEEN + i] |= fresh[i]
}

/**
 * Begins a new memory: what was seen lately becomes what was seen before, and what is older is forgotten. A grid that one far value has
 * made coarse becomes finer again, as far as what is kept fits.
 *
 * @param width  how wide cells need to be at most
 */
export function ageGrid(grids: ValueGrids, shape: number, word: number, width: number): void {
  const { shapes, bits } = grids
  bits.copyWithin(word + OLDER, word + SEEN, word + SEEN + CELL_WORDS)
  bits.fill(0, word + SEEN, word + SEEN + CELL_WORDS)
  for (;;) {
    const [low, high] = endsOf(bits, word + OLDER)
    if (1 / shapes[shape] <= width || 2 * (high - low + 1) > GRID_CELLS || high < 0) return
    const first = shapes[shape + 1]
    const begin = 2 * first + low + high + 1 - GRID_CELLS / 2
    const kept = bits.slice(word + OLDER, word + OLDER + CELL_WORDS)
    bits.fill(0, word + OLDER, word + OLDER + CELL_WORDS)
    for (let old = low; old <= high; old += 1) {
      if (!hasCell(kept, 0, old)) continue
      for (const half of [0, 1]) addCell(bits, word + OLDER, 2 * (first + old) + half - begin)
    }
    shapes[shape] *= 2
    shapes[shape + 1] = begin
  }
}

/** First and last cell of a set; of an empty one [GRID_CELLS, -1]. */
function endsOf(bits: Uint32Array, set: number): [number, number] {
  let low = 0
  while (low < GRID_CELLS && !hasCell(bits, set, low)) low += 1
  let high = GRID_CELLS - 1
  while (high >= 0 && !hasCell(bits, set, high)) high -= 1
  return [low, high]
}

/** Puts every cell of a set where `to` says. */
function regrid(bits: Uint32Array, set: number, to: (cell: number) => number): void {
  const before = bits.slice(set, set + CELL_WORDS)
  bits.fill(0, set, set + CELL_WORDS)
  for (let cell = 0; cell < GRID_CELLS; cell += 1) if (hasCell(before, 0, cell)) addCell(bits, set, to(cell))
}
