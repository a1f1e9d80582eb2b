/** How badly one segment of a series fits the idea that nothing changes within it; what `pelt` minimises. */
export interface SegmentCost {
  /** Observations. */
  readonly length: number
  /**
   * Costs of many segments with the same end, so that there is one call a step and not one a segment. Ends come in ascending order.
   *
   * @param begins  first observations of the segments, ascending; only the first `count` of them
   * @param end     behind the last observation of all of them
   * @param into    where the costs go, in the order of the begins
   */
  measure(begins: Int32Array, count: number, end: number, into: Float64Array): void
}
