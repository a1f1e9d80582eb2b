import type { Bounds, Consumer, Input, ReadOptions, ReadResult } from '../../log.ts'
import type { Place } from './place.ts'

/** The reading side of a Kafka log; made by `createReading(config, clock)`. Topics are named as Kafka knows them. */
export interface Reading {
  /** @throws HS_TOPIC_UNKNOWN, HS_LOG_CLOSED, HS_KAFKA_* */
  read(topic: string, partition: number, from: number, options?: ReadOptions): Promise<ReadResult>
  /** @throws as `read` */
  bounds(topic: string, partition: number): Promise<Bounds>
  /** As `Log.settled`. @throws as `read`, HS_KAFKA_TIMEOUT when a transaction stays open */
  settled(topic: string, partition: number): Promise<Bounds>
  /** The bounds of many partitions, in their order, with two requests to each broker. @throws as `read` */
  boundsOf(places: readonly Place[]): Promise<readonly Bounds[]>
  /** Holds connections of its own from the first poll until it is closed. Its polls throw as `read`. */
  consumer(inputs: readonly Input[]): Consumer
  /**
   * Says that what stands before `next` was committed by this process: later calls of `read` and `bounds` wait until it can be read,
   * because the markers of a transaction arrive a little after its commit is acknowledged.
   */
  wrote(topic: string, partition: number, next: number): void
  /** Ends polls and reads with HS_LOG_CLOSED; resolves when the connections are given up. */
  close(): Promise<void>
}

export type { Place }
