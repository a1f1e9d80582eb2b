import type { Log, StoredRecord } from '../log/log.ts'

/** Every record of a partition in [from, to), a few at a time. */
export async function* readAll(log: Log, topic: string, partition: number, from = 0, to?: number): AsyncGenerator<StoredRecord> {
  const end = to ?? (await log.bounds(topic, partition)).end
  for (let next = from; next < end; ) {
    const result = await log.read(topic, partition, next, { to: end, maxBytes: CHUNK_BYTES })
    yield* result.records
    if (result.next <= next) return
    next = result.next
  }
}

const CHUNK_BYTES = 1_000_000
