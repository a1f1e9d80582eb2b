/** Told what the Kafka client does, for metrics. Every part is optional. */
export interface KafkaObserver {
  /** A request was answered; the API by Kafka's name, such as `Produce`. */
  request?(api: string, durationMs: number): void
  /** The records of a transaction were sent and it is about to end, which waits for this: where a test may delay it, or end the process. */
  sent?(id: string): Promise<void>
  /** A producer was given up after an error and will be replaced; the transactional id, or `edge`. */
  producerLost?(id: string, code: string): void
  /** A transaction that the broker had forgotten was ended in one partition, as its coordinator had decided. */
  mended?(decision: 'commit' | 'abort'): void
  /** A group gave this process its share; the name without the prefix. */
  rebalanced?(group: string, tasks: number): void
  /** The consumer of a group ended and is built again. */
  consumerRebuilt?(group: string): void
}
