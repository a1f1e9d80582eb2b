/**
 * How the metrics of a frame lie in its bytes: everything between the event time and the labels, the doubles set to zero. Frames of one
 * shape differ in their values alone, so that reading one is a copy of numbers and a comparison of bytes. Sources share shapes.
 */
export interface FrameShape {
  readonly names: readonly string[]
  /** Where each double begins, from the beginning of the metrics. */
  readonly positions: Uint32Array
  /** The bytes of the metrics, the doubles set to zero. */
  readonly pattern: Buffer
  /** Room for the values of the frame that was read last. */
  readonly values: Float64Array
}

/** Roughly what a shape keeps in memory. */
export function shapeBytes(shape: FrameShape): number {
  return 300 + shape.pattern.length * 2 + shape.names.length * 40
}
