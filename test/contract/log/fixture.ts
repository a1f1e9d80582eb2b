import * as assert from 'uvu/assert'
import { codeOf } from '../../../schemas/core/homeostat-error.ts'
import type { Topic } from '../../../schemas/topics.ts'
import type { Log, NewRecord, StoredRecord } from '../../../streams/runtime/log/log.ts'

/** A fresh, empty log whose arrival times come from `now`, and how to be rid of it. */
export type LogFactory = (now: () => number) => Promise<{ log: Log; dispose(): Promise<void> }>

/** How a part of the contract registers a test; the sentence goes on after "should". */
export type Define = (sentence: string, body: () => Promise<void>) => void

export const Plain: Topic = { name: 'contract.plain', records: [], side: 'decision', cleanup: 'delete', keptDays: 1 }
export const Spread: Topic = { name: 'contract.spread', records: [], side: 'telemetry', cleanup: 'delete', keptDays: 1 }
export const Compacted: Topic = { name: 'contract.compacted', records: [], side: 'decision', cleanup: 'compact', keptDays: null }

export const SPREAD_PARTITIONS = 4

/** Gives the body a log with the three topics and a clock that it may set; closes the log whatever happens. */
export async function withLog(factory: LogFactory, body: (log: Log, time: { now: number }) => Promise<void>): Promise<void> {
  const time = { now: 1_000_000 }
  const { log, dispose } = await factory(() => time.now)
  try {
    await log.createTopics([
      { topic: Plain, partitions: 1 },
      { topic: Spread, partitions: SPREAD_PARTITIONS },
      { topic: Compacted, partitions: 1 },
    ])
    await body(log, time)
  } finally {
    await log.close()
    await dispose()
  }
}

export function plain(value: string, key: string | null = null): NewRecord {
  return { topic: Plain.name, key: bytes(key), value: Buffer.from(value) }
}

export function compacted(key: string, value: string | null): NewRecord {
  return { topic: Compacted.name, key: Buffer.from(key), value: bytes(value) }
}

export async function appendEach(log: Log, records: readonly NewRecord[]): Promise<void> {
  for (const record of records) await log.append([record])
}

/** All that stands in a partition, read to its end. */
export async function readAll(log: Log, topic: string, partition = 0): Promise<StoredRecord[]> {
  const records: StoredRecord[] = []
  for (let from = 0; ; ) {
    const result = await log.read(topic, partition, from)
    records.push(...result.records)
    if (result.atEnd) return records
    assert.ok(result.next > from, 'a read that is not at the end goes on')
    from = result.next
  }
}

export async function valuesIn(log: Log, topic: string, partition = 0): Promise<(string | null)[]> {
  return (await readAll(log, topic, partition)).map(textOf)
}

export function textOf(record: StoredRecord): string | null {
  return record.value === null ? null : record.value.toString()
}

/** The stable code with which a promise is rejected; `none` when it is not. */
export async function codeFrom(promise: Promise<unknown>): Promise<string> {
  return promise.then(() => 'none', codeOf)
}

function bytes(text: string | null): Buffer | null {
  return text === null ? null : Buffer.from(text)
}
