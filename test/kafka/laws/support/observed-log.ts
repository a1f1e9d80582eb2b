import { openKafkaLog } from '../../../../streams/runtime/log/kafka/kafka-log.ts'
import type { Log, NewRecord } from '../../../../streams/runtime/log/log.ts'
import { plain, Spread } from '../../../contract/log/fixture.ts'

/** The writer whose transactions are forgotten in these tests. */
export const WRITER = 'task.0'

export interface ObservedLog {
  readonly log: Log
  /** The decisions with which transactions were ended that the broker had forgotten, one a partition. */
  readonly mended: readonly string[]
  readonly lines: readonly string[]
}

/** @param partitions of the topic that is made; none is made by default */
export async function openObserved(brokers: readonly string[], prefix: string, partitions = 0): Promise<ObservedLog> {
  const mended: string[] = []
  const lines: string[] = []
  const log = await openKafkaLog(
    { brokers, prefix },
    { observer: { mended: (decision) => mended.push(decision) }, onLine: (_level, line) => lines.push(line) },
  )
  if (partitions > 0) await log.createTopics([{ topic: Spread, partitions }])
  return { log, mended, lines }
}

/** The same record into each of these partitions. */
export function recordsOf(value: string, partitions: readonly number[]): NewRecord[] {
  return partitions.map((partition) => ({ ...plain(value), topic: Spread.name, partition }))
}
