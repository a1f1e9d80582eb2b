/**
 * How the metrics of a frame lie in its bytes: everything between the event time and the labels, the doubles set to zero. Frames of one
 * shape differ in their values alone, so that reading one is a comparison of words and a copy of numbers. Sources share shapes.
 */
export interface FrameShape {
  readonly names: readonly string[]
  /** Where each double begins, from the beginning of the metrics. */
  readonly positions: Uint32Array
  /** The bytes of the metrics as words, filled up with zeros. */
  readonly words: Int32Array
  /** Length of the metrics in bytes. */
  readonly length: number
  /** Room for the values of the frame that was read last. */
  readonly values: Float64Array
}

/** @param pattern  the bytes of the metrics, the doubles set to zero */
export function frameShape(names: readonly string[], positions: readonly number[], pattern: Uint8Array): FrameShape {
  const words = new Int32Array(Math.ceil(pattern.length / 4))
  new Uint8Array(words.buffer).set(pattern)
  return { names, positions: Uint32Array.from(positions), words, length: pattern.length, values: new Float64Array(names.length) }
}

/** Roughly what a shape keeps in memory. */
export function shapeBytes(shape: FrameShape): number {
  return 300 + shape.length * 2 + shape.names.length * 40
}
