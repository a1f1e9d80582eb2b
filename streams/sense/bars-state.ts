import type { NameLists, StateCodec } from '../runtime/api/processor.ts'
import { type BarTable, emptyBars, resizeBars, settle } from './bar-table.ts'

/** The bars of one source that are not told yet. */
export interface Bars {
  source: string
  /** Tick before the last frame; 0 before the first. */
  heard: number
  /** For how long it must be silent before the clock ends its bars. */
  quietMs: number
  open: BarTable | undefined
  /** The quarter before the open one, as long as it waits for late frames. */
  closing: BarTable | undefined
  /** What the quarters of an hour that were told add up to. */
  hour: BarTable | undefined
}

/**
 * Bit for bit: heard and quietMs (doubles), bytes of the source's name (int), that name, then each of the three tables: a byte that says whether it is
 * there, start (double), number of the list of names, frames that had every name, and counts that follow (ints), counts and rows of numbers; all little-endian.
 * Bars that the first version left open are not read.
 */
export const barsState: StateCodec<Bars> = { version: 2, empty, encode, decode }

function empty(): Bars {
  return { source: '', heard: 0, quietMs: 0, open: undefined, closing: undefined, hour: undefined }
}

const HEAD_BYTES = 20
const TABLE_HEAD_BYTES = 21

function encode({ source, heard, quietMs, open, closing, hour }: Bars, lists: NameLists): Buffer {
  const name = Buffer.from(source)
  const head = Buffer.alloc(HEAD_BYTES)
  head.writeDoubleLE(heard, 0)
  head.writeDoubleLE(quietMs, 8)
  head.writeInt32LE(name.length, 16)
  return Buffer.concat([head, name, ...[open, closing, hour].flatMap((table) => partsOf(table, lists))])
}

function partsOf(table: BarTable | undefined, lists: NameLists): Buffer[] {
  if (table === undefined) return [Buffer.alloc(1)]
  settle(table)
  const head = Buffer.alloc(TABLE_HEAD_BYTES)
  head.writeUInt8(1, 0)
  head.writeDoubleLE(table.start, 1)
  head.writeInt32LE(lists.numberOf(table.names), 9)
  head.writeUInt32LE(table.full, 13)
  head.writeUInt32LE(table.counts.length, 17)
  return [head, bytesOf(table.counts), bytesOf(table.cells)]
}

function decode(bytes: Buffer, version: number, lists: NameLists): Bars {
  if (version < 2) return empty()
  const nameEnd = HEAD_BYTES + bytes.readInt32LE(16)
  let at = nameEnd
  const table = (): BarTable | undefined => {
    if (bytes.readUInt8(at) === 0) {
      at += 1
      return undefined
    }
    const read = emptyBars(bytes.readDoubleLE(at + 1))
    resizeBars(read, lists.at(bytes.readInt32LE(at + 9)))
    read.full = bytes.readUInt32LE(at + 13)
    read.counts = new Uint32Array(bytes.readUInt32LE(at + 17))
    at += TABLE_HEAD_BYTES
    for (const numbers of [read.counts, read.cells]) at += bytes.copy(bytesOf(numbers), 0, at, at + numbers.byteLength)
    return read
  }
  const [open, closing, hour] = [table(), table(), table()]
  const [heard, quietMs] = [bytes.readDoubleLE(0), bytes.readDoubleLE(8)]
  return { source: bytes.toString('utf8', HEAD_BYTES, nameEnd), heard, quietMs, open, closing, hour }
}

/** The memory of a typed array; Node runs on little-endian machines only in practice, so this is the wire order too. */
function bytesOf(array: Float64Array | Uint32Array): Buffer {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength)
}
