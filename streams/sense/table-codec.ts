import { BLOCK_CELLS } from '../stats/block-moments.ts'
import { emptyTable, episodesOf, NO_NUMBERS, Phase, resize, type SeriesTable } from './series-table.ts'

const HEAD_BYTES = 17

/**
 * A table as bytes, bit for bit: frames (double), names (int), told (int), whether there are episodes (byte), then the names (length,
 * UTF-8), the rows of numbers, phases, the rows of marks, the episodes, and the blocks of those that still learn; all little-endian.
 */
export function encodeTable(table: SeriesTable): Buffer {
  const head = Buffer.alloc(HEAD_BYTES)
  head.writeDoubleLE(table.frames, 0)
  head.writeInt32LE(table.names.length, 8)
  head.writeInt32LE(table.told, 12)
  head.writeUInt8(table.episodes.length > 0 ? 1 : 0, 16)
  const parts: Buffer[] = [head]
  for (const name of table.names) {
    const text = Buffer.from(name)
    const length = Buffer.alloc(2)
    length.writeUInt16LE(text.length, 0)
    parts.push(length, text)
  }
  for (const numbers of numbersOf(table)) parts.push(bytesOf(numbers))
  for (const slot of learning(table)) parts.push(bytesOf(table.blocks.subarray(slot * BLOCK_CELLS, (slot + 1) * BLOCK_CELLS)))
  return Buffer.concat(parts)
}

export function decodeTable(bytes: Buffer, width: number): SeriesTable {
  const table = emptyTable(width)
  let at = HEAD_BYTES
  const names = Array.from({ length: bytes.readInt32LE(8) }, () => {
    const end = at + 2 + bytes.readUInt16LE(at)
    const name = bytes.toString('utf8', at + 2, end)
    at = end
    return name
  })
  const fill = (target: Numbers): void => {
    at += bytes.copy(bytesOf(target), 0, at, at + target.byteLength)
  }
  resize(table, names)
  if (bytes.readUInt8(16) === 1) episodesOf(table)
  for (const numbers of numbersOf(table)) fill(numbers)
  const open = learning(table)
  for (const slot of open) fill(table.blocks.subarray(slot * BLOCK_CELLS, (slot + 1) * BLOCK_CELLS))
  if (open.length === 0) table.blocks = NO_NUMBERS
  table.learned = names.length - open.length
  table.frames = bytes.readDoubleLE(0)
  table.told = bytes.readInt32LE(12)
  return table
}

type Numbers = Float64Array | Int16Array | Uint8Array

/** What every slot has, in the order in which it is written. */
function numbersOf({ cells, phases, marks, episodes }: SeriesTable): readonly Numbers[] {
  return [cells, phases, marks, episodes]
}

/** Slots that still learn, ascending. */
function learning(table: SeriesTable): number[] {
  return [...table.names.keys()].filter((slot) => table.phases[slot] === Phase.learning)
}

/** The memory of a typed array; Node runs on little-endian machines only in practice, so this is the wire order too. */
function bytesOf(array: Numbers): Buffer {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength)
}
