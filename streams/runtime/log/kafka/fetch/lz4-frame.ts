/**
 * Walks over the blocks of an LZ4 frame (LZ4 Frame Format 1.6.1) without decompressing them, because the decompressor trusts their lengths.
 *
 * @returns the most bytes that the frame can give
 * @throws RangeError when it is not a whole frame
 */
export function checkLz4Frame(bytes: Buffer): number {
  if (bytes.length < 11 || bytes.readUInt32LE(0) !== MAGIC) throw new RangeError('not an LZ4 frame')
  const flags = bytes[4]
  if (flags >> 6 !== 1) throw new RangeError('an LZ4 frame of an unknown version')
  const blockBytes = BLOCK_BYTES[(bytes[5] >> 4) & 7]
  if (blockBytes === undefined) throw new RangeError('an LZ4 frame with an unknown size of blocks')
  const hasContentSize = (flags & 0x08) !== 0
  if ((flags & 0x10) !== 0) throw new RangeError('an LZ4 frame with checksums of blocks, which the decompressor misplaces')
  let bound = 0
  for (let at = hasContentSize ? 15 : 7; ; ) {
    if (at + 4 > bytes.length) throw new RangeError('an LZ4 frame that ends too soon')
    const word = bytes.readUInt32LE(at)
    if (word === 0) return bound
    const length = word & 0x7fffffff
    if (length > blockBytes) throw new RangeError('an LZ4 block that is too long')
    bound += word > 0x7fffffff ? length : blockBytes
    at += 4 + length
  }
}

const MAGIC = 0x184d2204
const BLOCK_BYTES: Readonly<Record<number, number>> = { 4: 65_536, 5: 262_144, 6: 1_048_576, 7: 4_194_304 }
