import { isUsable } from './check-values.ts'
import type { FrameShape } from './frame-shape.ts'

/**
 * A kept buffer into which a frame is copied, because a DataView reads doubles several times faster than a Buffer does, and making one
 * for each frame would cost more than the copy.
 */
export class FrameScratch {
  usable = true
  private bytes = Buffer.alloc(0)
  private view = new DataView(new ArrayBuffer(0))

  /**
   * Reads the metrics of `record`, which begin at `start`, into the shape's values. False when they have another shape; the values then
   * mean nothing. `usable` then says whether all values may be used.
   */
  read(record: Uint8Array, start: number, shape: FrameShape): boolean {
    const { pattern, positions, values } = shape
    const end = start + pattern.length
    if (end > record.length) return false
    if (record.length > this.bytes.length) this.grow(record.length)
    const { bytes, view } = this
    bytes.set(record)
    let usable = true
    for (let index = 0; index < positions.length; index++) {
      const at = start + positions[index]
      const value = view.getFloat64(at, true)
      values[index] = value
      usable = usable && isUsable(value)
      view.setFloat64(at, 0, true)
    }
    this.usable = usable
    return pattern.compare(bytes, start, end) === 0
  }

  private grow(bytes: number): void {
    const buffer = new ArrayBuffer(2 ** Math.ceil(Math.log2(Math.max(bytes, 4096))))
    this.bytes = Buffer.from(buffer)
    this.view = new DataView(buffer)
  }
}
