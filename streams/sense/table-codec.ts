import { BLOCK_CELLS } from '../stats/block-moments.ts'
import { decodeNames, encodeNames } from './names-codec.ts'
import { blocksOf, emptyTable, episodesOf, NO_NUMBERS, Phase, resize, type SeriesTable } from './series-table.ts'

const HEAD_BYTES = 17
const EPISODES = 1
const NO_BLOCKS = 2

/**
 * A table as bytes, bit for bit: frames (double), bytes of the names (int), told (int), a byte of flags (whether there are episodes, and no
 * blocks), then the names, the rows of numbers, phases, the rows of marks, the episodes, the words, and the blocks of those that still
 * learn; all little-endian.
 */
export function encodeTable(table: SeriesTable): Buffer {
  const names = encodeNames(table.names)
  const head = Buffer.alloc(HEAD_BYTES)
  head.writeDoubleLE(table.frames, 0)
  head.writeInt32LE(names.length, 8)
  head.writeInt32LE(table.told, 12)
  head.writeUInt8((table.episodes.length > 0 ? EPISODES : 0) | (table.blocks.length > 0 ? 0 : NO_BLOCKS), 16)
  const blocks = learning(table).map((slot) => table.blocks.subarray(slot * BLOCK_CELLS, (slot + 1) * BLOCK_CELLS))
  return Buffer.concat([head, names, ...[...numbersOf(table), ...blocks].map(bytesOf)])
}

export function decodeTable(bytes: Buffer, width: number, words = 0): SeriesTable {
  const table = emptyTable(width, words)
  let at = HEAD_BYTES + bytes.readInt32LE(8)
  const fill = (target: Numbers): void => {
    at += bytes.copy(bytesOf(target), 0, at, at + target.byteLength)
  }
  resize(table, decodeNames(bytes.subarray(HEAD_BYTES, at)))
  const flags = bytes.readUInt8(16)
  if (flags & EPISODES) episodesOf(table)
  if (!(flags & NO_BLOCKS)) blocksOf(table)
  for (const numbers of numbersOf(table)) fill(numbers)
  const open = learning(table)
  for (const slot of open) fill(table.blocks.subarray(slot * BLOCK_CELLS, (slot + 1) * BLOCK_CELLS))
  if (open.length === 0) table.blocks = NO_NUMBERS
  table.learned = table.names.length - open.length
  table.frames = bytes.readDoubleLE(0)
  table.told = bytes.readInt32LE(12)
  return table
}

type Numbers = Float64Array | Int16Array | Uint8Array | Uint32Array

/** What every slot has, in the order in which it is written. */
function numbersOf({ cells, phases, marks, episodes, bits }: SeriesTable): readonly Numbers[] {
  return [cells, phases, marks, episodes, bits]
}

/** Slots that still learn, ascending. */
function learning(table: SeriesTable): number[] {
  return [...table.names.keys()].filter((slot) => table.phases[slot] === Phase.learning)
}

/** The memory of a typed array; Node runs on little-endian machines only in practice, so this is the wire order too. */
function bytesOf(array: Numbers): Buffer {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength)
}
