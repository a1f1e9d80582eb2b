import type { Codec, Decoded } from '../../schemas/codec/codec.ts'
import type { AuditEntry, AuditHead } from '../../schemas/generated/records.ts'
import { AuditCheckpoints, AuditEntries } from '../../schemas/topics.ts'
import type { Log, StoredRecord } from '../../streams/runtime/log/log.ts'
import { readAll } from '../../streams/runtime/state/read-all.ts'
import { learnSchemas } from '../../streams/runtime/task/learn-schemas.ts'

export interface PlacedEntry {
  readonly offset: number
  readonly entry: AuditEntry
}

/** What stands in the log of the audit trail, read as far as it can be read. */
export interface Trail {
  readonly entries: readonly PlacedEntry[]
  readonly heads: readonly AuditHead[]
  /** What could not be read, as sentences. */
  readonly faults: readonly string[]
}

/** The whole trail, or one tenant's, in the order of the log. */
export async function readTrail(log: Log, codec: Codec, tenant?: string): Promise<Trail> {
  const faults: string[] = []
  const entries: PlacedEntry[] = []
  const heads: AuditHead[] = []
  for await (const { offset, decoded } of decodedOf(log, codec, AuditEntries.name, faults)) {
    if (decoded.type === 'AuditEntry') entries.push({ offset, entry: decoded.value })
    else faults.push(`${AuditEntries.name} offset ${offset} holds a ${decoded.type}, and no entry.`)
  }
  for await (const { offset, decoded } of decodedOf(log, codec, AuditCheckpoints.name, faults)) {
    if (decoded.type === 'AuditHead') heads.push(decoded.value)
    else faults.push(`${AuditCheckpoints.name} offset ${offset} holds a ${decoded.type}, and no head.`)
  }
  const isWanted = (one: { readonly tenant: string }) => tenant === undefined || one.tenant === tenant
  return { entries: entries.filter(({ entry }) => isWanted(entry)), heads: heads.filter(isWanted), faults }
}

async function* decodedOf(log: Log, codec: Codec, topic: string, faults: string[]) {
  const { start, end } = await log.settled(topic, 0)
  let next = start
  try {
    for await (const record of readAll(log, topic, 0, start, end)) {
      next = record.offset + 1
      const decoded = await decodedRecord(codec, record)
      if (typeof decoded === 'string') faults.push(`${topic} offset ${record.offset} cannot be read: ${decoded}`)
      else yield { offset: record.offset, decoded }
    }
  } catch (error) {
    faults.push(`${topic} cannot be read behind offset ${next - 1}: ${reasonOf(error)}`)
  }
}

async function decodedRecord(codec: Codec, record: StoredRecord): Promise<Decoded | string> {
  if (record.value === null) return 'it is empty.'
  try {
    await learnSchemas(codec, [record])
    return codec.decode(record.value)
  } catch (error) {
    return reasonOf(error)
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
