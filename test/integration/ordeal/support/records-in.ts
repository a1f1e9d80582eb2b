import type { Connection } from '../../../../ops/app/connection/connection.ts'
import { openInstallation } from '../../../../ops/app/open-installation.ts'
import { stages } from '../../../../ops/app/stages.ts'
import type { RecordMap, RecordName } from '../../../../schemas/generated/records.ts'
import type { Topic } from '../../../../schemas/topics.ts'
import type { StoredRecord } from '../../../../streams/runtime/log/log.ts'
import { readAll } from '../../../../streams/runtime/state/read-all.ts'

/** A record with what it says. */
export interface ReadRecord<K extends RecordName> {
  readonly record: StoredRecord
  readonly value: RecordMap[K]
}

/** The records of one type in a topic of a data folder or a cluster, in their order; a process may be writing to it. */
export async function recordsIn<K extends Exclude<RecordName, 'Frame'>>(
  data: string | Connection,
  topic: Topic,
  type: K,
): Promise<ReadRecord<K>[]> {
  const { log, codec } = await openInstallation(data, stages, { readOnly: true })
  const found: ReadRecord<K>[] = []
  for await (const record of readAll(log, topic.name, 0)) {
    const decoded = record.value === null ? undefined : codec.decode(record.value)
    if (decoded?.type === type) found.push({ record, value: decoded.value as RecordMap[K] }) // its type is K
  }
  await log.close()
  return found
}
