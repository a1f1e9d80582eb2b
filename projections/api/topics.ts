/** A partition with its bounds, and how far each reader has come. */
export interface TopicStatus {
  readonly topic: string
  readonly partition: number
  /** Offset of the first record that is kept. */
  readonly start: number
  /** The next offset that will be written. */
  readonly end: number
  /** undefined where the log does not tell. */
  readonly bytes: number | undefined
  readonly readers: readonly {
    /** stage:<name> or projection:<name> */
    readonly reader: string
    /** The next offset that it will read. */
    readonly position: number
    readonly lag: number
  }[]
}
