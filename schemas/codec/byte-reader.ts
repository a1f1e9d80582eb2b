import { isUtf8 } from 'node:buffer'
import { malformed } from './malformed.ts'

/**
 * Reads Avro's primitives (Avro 1.12, "Binary encoding") from one record. Every read is checked against the record's end, every length
 * and count against the bytes that are left, so that no input makes it read outside or loop for long.
 *
 * @throws HS_RECORD_MALFORMED from every read
 */
export class ByteReader {
  bytes: Buffer = Buffer.alloc(0)
  pos = 0
  /** Where the block that was begun last must end; -1 when it does not say. */
  blockEnd = -1

  reset(bytes: Buffer, pos: number): this {
    this.bytes = bytes
    this.pos = pos
    return this
  }

  /** A long that a number can hold exactly. */
  readLong(): number {
    const { bytes } = this
    const start = this.pos
    let at = start
    let byte = bytes[at++]
    let low = byte & 0x7f
    for (let shift = 7; byte & 0x80 && shift < 28; shift += 7) {
      byte = bytes[at++]
      low |= (byte & 0x7f) << shift
    }
    let high = 0
    for (let weight = 1; byte & 0x80; weight *= 128) {
      if (at - start === 10) throw malformed('a number has more than ten bytes', start)
      byte = bytes[at++]
      high += (byte & 0x7f) * weight
    }
    if (at > bytes.length) throw malformed('the record ends inside a number', start)
    this.pos = at
    const magnitude = (low >>> 1) + high * 134_217_728 // the 27 bits of `low` above the sign
    if (magnitude >= Number.MAX_SAFE_INTEGER) throw malformed('a long does not fit a number', start)
    return low & 1 ? -magnitude - 1 : magnitude
  }

  /** A long whose value does not matter. */
  skipLong(): void {
    const start = this.pos
    while (this.bytes[this.pos++] & 0x80) if (this.pos - start === 10) throw malformed('a number has more than ten bytes', start)
    if (this.pos > this.bytes.length) throw malformed('the record ends inside a number', start)
  }

  readInt(): number {
    const start = this.pos
    const value = this.readLong()
    if (value !== (value | 0)) throw malformed(`${value} is not a 32-bit integer`, start)
    return value
  }

  readBoolean(): boolean {
    const byte = this.bytes[this.take(1)]
    if (byte > 1) throw malformed(`${byte} is not a boolean`, this.pos - 1)
    return byte === 1
  }

  readFloat(): number {
    return this.bytes.readFloatLE(this.take(4))
  }

  readDouble(): number {
    return this.bytes.readDoubleLE(this.take(8))
  }

  /** A view of the record, not a copy. */
  readBytes(): Buffer {
    return this.readFixed(this.readLong())
  }

  readFixed(length: number): Buffer {
    const start = this.take(length)
    return this.bytes.subarray(start, this.pos)
  }

  readString(): string {
    const start = this.take(this.readLong())
    return this.textBetween(start, this.pos)
  }

  /** The text of bytes that were passed over. */
  textBetween(from: number, to: number): string {
    const text = this.bytes.toString('utf8', from, to)
    if (text.includes('\ufffd') && !isUtf8(this.bytes.subarray(from, to))) throw malformed('a string is not UTF-8', from)
    return text
  }

  /**
   * The number of items in the next block of an array or map; 0 at its end. A negative count is followed by the block's size in bytes,
   * which `endBlock` checks.
   *
   * @param leastBytes  what an item takes at least, > 0
   */
  readBlock(leastBytes: number): number {
    const start = this.pos
    const count = this.readLong()
    this.blockEnd = -1
    if (count < 0) {
      const size = this.readLong()
      if (size < 0 || size > this.bytes.length - this.pos) throw malformed(`a block of ${size} bytes does not fit`, start)
      this.blockEnd = this.pos + size
    }
    if (Math.abs(count) * leastBytes > this.bytes.length - this.pos)
      throw malformed(`a block of ${count} items does not fit`, start)
    return Math.abs(count)
  }

  /** @param announced  `blockEnd` as it was when the block began */
  endBlock(announced: number): void {
    if (announced >= 0 && this.pos !== announced) throw malformed('a block does not have the size it announces', this.pos)
  }

  /** Passes over `length` bytes and returns where they begin. */
  take(length: number): number {
    const start = this.pos
    if (length < 0 || length > this.bytes.length - start)
      throw malformed(`${length} bytes are announced, ${this.bytes.length - start} are left`, start)
    this.pos = start + length
    return start
  }

  /** The record must end here. */
  finish(): void {
    if (this.pos !== this.bytes.length) throw malformed(`${this.bytes.length - this.pos} bytes follow the end`, this.pos)
  }
}
