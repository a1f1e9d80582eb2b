import type { FrameShape } from './frame-shape.ts'

/** A kept buffer into which a frame is copied so that its metrics begin at a word: then they can be compared word by word. */
export class FrameScratch {
  private bytes = new Uint8Array(0)
  private words = new Int32Array(0)
  private view = new DataView(new ArrayBuffer(0))

  /**
   * Reads the metrics of `record`, which begin at `start`, into the shape's values. False when they have another shape; the values then
   * mean nothing.
   */
  read(record: Uint8Array, start: number, shape: FrameShape): boolean {
    const { length, positions, values, words: expected } = shape
    if (start + length > record.length) return false
    if (record.length + 8 > this.bytes.length) this.grow(record.length + 8)
    const { bytes, words, view } = this
    const shift = -start & 3
    const base = start + shift
    bytes.set(record, shift)
    for (let index = 0; index < positions.length; index++) {
      const at = base + positions[index]
      values[index] = view.getFloat64(at, true)
      view.setFloat64(at, 0, true)
    }
    for (let at = base + length; at & 3; at++) bytes[at] = 0
    let difference = 0
    for (let index = 0, word = base >> 2; index < expected.length; index++, word++) difference |= words[word] ^ expected[index]
    return difference === 0
  }

  private grow(bytes: number): void {
    const buffer = new ArrayBuffer(2 ** Math.ceil(Math.log2(Math.max(bytes, 4096))))
    this.bytes = new Uint8Array(buffer)
    this.words = new Int32Array(buffer)
    this.view = new DataView(buffer)
  }
}
