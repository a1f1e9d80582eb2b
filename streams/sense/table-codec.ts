import { BLOCK_CELLS } from '../stats/block-moments.ts'
import { type Episode, episodeFields, noEpisode } from './episode.ts'
import { decodeNames, encodeNames } from './names-codec.ts'
import { blocksOf, countsOf, emptyTable, Phase, resize, type SeriesTable } from './series-table.ts'

const HEAD_BYTES = 19
const COUNTS = 1
const BLOCKS = 2
const COUNT_BYTES = 2
const BLOCK_BYTES = 8 * BLOCK_CELLS
const EPISODE_BYTES = 2 + 8 * episodeFields.length

/**
 * A table as bytes, bit for bit: frames (double), bytes of the names (int), told (int), number of episodes (short), a byte of flags (whether
 * there are counts, and blocks), then the names, the buffer of rows, words and phases, counts and blocks of those that still learn, and the
 * episodes by slot, each its slot (short) and its numbers (double); all little-endian.
 */
export function encodeTable(table: SeriesTable): Buffer {
  const names = encodeNames(table.names)
  const episodes = [...(table.episodes ?? [])].sort(([one], [other]) => one - other)
  const head = Buffer.alloc(HEAD_BYTES)
  head.writeDoubleLE(table.frames, 0)
  head.writeInt32LE(names.length, 8)
  head.writeInt32LE(table.told, 12)
  head.writeUInt16LE(episodes.length, 16)
  head.writeUInt8((table.counts.length > 0 ? COUNTS : 0) | (table.blocks.length > 0 ? BLOCKS : 0), 18)
  return Buffer.concat([head, names, rowsOf(table), ...learning(table), ...episodes.map(encodeEpisode)])
}

export function decodeTable(bytes: Buffer, width: number, words = 0): SeriesTable {
  const table = emptyTable(width, words)
  let at = HEAD_BYTES + bytes.readInt32LE(8)
  const fill = (target: Buffer): void => {
    at += bytes.copy(target, 0, at, at + target.length)
  }
  resize(table, decodeNames(bytes.subarray(HEAD_BYTES, at)))
  fill(rowsOf(table))
  const flags = bytes.readUInt8(18)
  if (flags & COUNTS) countsOf(table)
  if (flags & BLOCKS) blocksOf(table)
  for (const part of learning(table)) fill(part)
  table.learned = table.phases.reduce((count, phase) => (phase === Phase.learning ? count : count + 1), 0)
  table.frames = bytes.readDoubleLE(0)
  table.told = bytes.readInt32LE(12)
  const count = bytes.readUInt16LE(16)
  if (count > 0)
    table.episodes = new Map(Array.from({ length: count }, (_, nth) => decodeEpisode(bytes, at + nth * EPISODE_BYTES)))
  return table
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
