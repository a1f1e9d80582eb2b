import type { NameLists } from '../runtime/api/processor.ts'
import { BLOCK_CELLS } from '../stats/block-moments.ts'
import { type Episode, episodeFields, noEpisode } from './episode.ts'
import { blocksOf, countsOf, emptyTable, Phase, resize, type SeriesTable } from './series-table.ts'

const HEAD_BYTES = 21
const COUNTS = 1
const BLOCKS = 2
const COUNT_BYTES = 2
const BLOCK_BYTES = 8 * BLOCK_CELLS
const EPISODE_BYTES = 2 + 8 * episodeFields.length

/**
 * A table as bytes, bit for bit: frames (double), number of the list of names (int), told (int), number of episodes and of rare
 * rows (shorts), a byte of flags (whether there are counts, and blocks), then the buffer of rows, words and phases, counts and blocks of those that still learn, and the
 * episodes and rare rows by slot, each its slot (short) and its numbers (double) or words; all little-endian.
 */
export function encodeTable(table: SeriesTable, lists: NameLists): Buffer {
  const episodes = bySlot(table.episodes)
  const rare = bySlot(table.rare)
  const head = Buffer.alloc(HEAD_BYTES)
  head.writeDoubleLE(table.frames, 0)
  head.writeInt32LE(lists.numberOf(table.names), 8)
  head.writeInt32LE(table.told, 12)
  head.writeUInt16LE(episodes.length, 16)
  head.writeUInt16LE(rare.length, 18)
  head.writeUInt8((table.counts.length > 0 ? COUNTS : 0) | (table.blocks.length > 0 ? BLOCKS : 0), 20)
  return Buffer.concat([head, rowsOf(table), ...learning(table), ...episodes.map(encodeEpisode), ...rare.flatMap(partsOfRare)])
}

/** How many numbers and words a slot has. */
export interface TableShape {
  readonly width: number
  readonly words: number
  readonly rareWords: number
}

export function decodeTable(bytes: Buffer, lists: NameLists, { width, words, rareWords }: TableShape): SeriesTable {
  const table = emptyTable(width, words)
  let at = HEAD_BYTES
  const fill = (target: Buffer): void => {
    at += bytes.copy(target, 0, at, at + target.length)
  }
  resize(table, lists.at(bytes.readInt32LE(8)))
  fill(rowsOf(table))
  const flags = bytes.readUInt8(20)
  if (flags & COUNTS) countsOf(table)
  if (flags & BLOCKS) blocksOf(table)
  for (const part of learning(table)) fill(part)
  table.learned = table.phases.reduce((count, phase) => (phase === Phase.learning ? count : count + 1), 0)
  table.frames = bytes.readDoubleLE(0)
  table.told = bytes.readInt32LE(12)
  const count = bytes.readUInt16LE(16)
  const rare = bytes.readUInt16LE(18)
  if (count > 0)
    table.episodes = new Map(Array.from({ length: count }, (_, nth) => decodeEpisode(bytes, at + nth * EPISODE_BYTES)))
  at += count * EPISODE_BYTES
  for (let nth = 0; nth < rare; nth += 1) {
    const row = new Uint32Array(rareWords)
    const slot = bytes.readUInt16LE(at)
    at += 2
    fill(Buffer.from(row.buffer))
    table.rare = (table.rare ?? new Map()).set(slot, row)
  }
  return table
}

/** In ascending order: the same rows give the same bytes, in whichever order they came to be. */
function bySlot<T>(rows: ReadonlyMap<number, T> | undefined): [number, T][] {
  return [...(rows ?? [])].sort(([one], [other]) => one - other)
}

/** The memory of what every slot has. */
function rowsOf({ cells: { buffer } }: SeriesTable): Buffer {
  return Buffer.from(buffer)
}

/** The memory of what those slots have that still learn, ascending. */
function learning({ phases, counts, blocks }: SeriesTable): Buffer[] {
  const parts: Buffer[] = []
  if (counts.length === 0 && blocks.length === 0) return parts
  phases.forEach((phase, slot) => {
    if (phase !== Phase.learning) return
    if (counts.length > 0) parts.push(Buffer.from(counts.buffer, slot * COUNT_BYTES, COUNT_BYTES))
    if (blocks.length > 0) parts.push(Buffer.from(blocks.buffer, slot * BLOCK_BYTES, BLOCK_BYTES))
  })
  return parts
}

function partsOfRare([slot, row]: [number, Uint32Array]): Buffer[] {
  const head = Buffer.alloc(2)
  head.writeUInt16LE(slot, 0)
  return [head, Buffer.from(row.buffer)]
}

function encodeEpisode([slot, episode]: [number, Episode]): Buffer {
  const bytes = Buffer.alloc(EPISODE_BYTES)
  bytes.writeUInt16LE(slot, 0)
  episodeFields.forEach((field, nth) => void bytes.writeDoubleLE(episode[field], 2 + 8 * nth))
  return bytes
}

function decodeEpisode(bytes: Buffer, at: number): [number, Episode] {
  const episode = noEpisode()
  episodeFields.forEach((field, nth) => {
    episode[field] = bytes.readDoubleLE(at + 2 + 8 * nth)
  })
  return [bytes.readUInt16LE(at), episode]
}
