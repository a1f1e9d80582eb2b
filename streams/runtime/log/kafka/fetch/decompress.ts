import { createRequire } from 'node:module'
import zlib from 'node:zlib'
import { Decompress } from 'fzstd'
import { HomeostatError } from '../../../../../schemas/core/homeostat-error.ts'
import { checkLz4Frame } from './lz4-frame.ts'

/** The most that the records of one batch may have, decompressed. */
export const LARGEST_BATCH_BYTES = 64_000_000

/**
 * Undoes the compression of a batch's records.
 *
 * @param codec as in the attributes of a batch: 1 gzip, 2 snappy, 3 lz4, 4 zstd
 * @throws HS_CODEC_FOREIGN for another number; HS_BATCH_CORRUPT when the bytes are not what they say, or too many
 */
export function decompress(codec: number, bytes: Buffer): Buffer {
  const undo = codecs[codec]
  if (undo === undefined)
    throw new HomeostatError('HS_CODEC_FOREIGN', {
      value: codec,
      message: `A batch is compressed with the unknown codec ${codec}.`,
    })
  try {
    return undo(bytes)
  } catch (cause) {
    throw new HomeostatError('HS_BATCH_CORRUPT', { message: `A batch cannot be decompressed (codec ${codec}): ${cause}`, cause })
  }
}

const codecs: Readonly<Record<number, (bytes: Buffer) => Buffer>> = {
  1: (bytes) => zlib.gunzipSync(bytes, { maxOutputLength: LARGEST_BATCH_BYTES }),
  2: unsnappy,
  3: unlz4,
  4: unzstd,
}

/** Java's client frames the blocks as the xerial library does; others write one bare block. */
function unsnappy(bytes: Buffer): Buffer {
  if (!bytes.subarray(0, XERIAL_MAGIC.length).equals(XERIAL_MAGIC))
    return Buffer.from(snappy.uncompress(bytes, LARGEST_BATCH_BYTES))
  const blocks: Buffer[] = []
  let left = LARGEST_BATCH_BYTES
  for (let at = XERIAL_HEAD_BYTES; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at)
    const end = at + 4 + length
    if (end > bytes.length) throw new RangeError('a block is longer than the batch')
    const block = snappy.uncompress(bytes.subarray(at + 4, end), left)
    left -= block.length
    blocks.push(block)
    at = end
  }
  return Buffer.concat(blocks)
}

function unlz4(bytes: Buffer): Buffer {
  const bound = checkLz4Frame(bytes)
  if (bound > LARGEST_BATCH_BYTES) throw new RangeError(`more than ${LARGEST_BATCH_BYTES} bytes`)
  const out = Buffer.alloc(bound)
  const length = lz4.decompressFrame(bytes, out)
  if (length > bound) throw new RangeError('more bytes than announced')
  return out.subarray(0, length)
}

function unzstd(bytes: Buffer): Buffer {
  if (nativeZstd !== undefined) return nativeZstd(bytes, { maxOutputLength: LARGEST_BATCH_BYTES })
  const blocks: Uint8Array[] = []
  let length = 0
  const stream = new Decompress((block) => {
    length += block.length
    if (length > LARGEST_BATCH_BYTES) throw new RangeError(`more than ${LARGEST_BATCH_BYTES} bytes`)
    blocks.push(block)
  })
  stream.push(bytes, true)
  return Buffer.concat(blocks)
}

const XERIAL_MAGIC = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00])
/** The magic and two versions of four bytes. */
const XERIAL_HEAD_BYTES = 16

/** Packages without types; what is used of them. */
const load = createRequire(import.meta.url)
const snappy: { uncompress(bytes: Buffer, maxLength: number): Buffer } = load('snappyjs')
const lz4: { decompressFrame(from: Buffer, into: Buffer): number } = load('lz4js')

/** Node has it from version 22.15 on. */
const nativeZstd: ((bytes: Buffer, options: { maxOutputLength: number }) => Buffer) | undefined = Reflect.get(
  zlib,
  'zstdDecompressSync',
)
