import type { Codec } from '../../schemas/codec/codec.ts'
import { errorCatalogue } from '../../schemas/core/error-catalogue.ts'
import { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import type { StoredRecord } from '../../streams/runtime/log/log.ts'
import type { ReadEvent, ReadModel } from '../read-model.ts'
import type { Move, OpenedModel } from '../store/store.ts'
import { mergeRow } from '../table/merge-row.ts'
import { keyOf, type RowBatch, rowBatch } from '../table/row-batch.ts'
import { ARRIVED, type Row, type Table, TENANT } from '../table/table.ts'

/** What was folded since the last `take`, and the resident rows as they stand after it. */
export interface Fold {
  /**
   * Folds what one look at a partition brought.
   * @param next  where the next look begins; passes over what compaction left out
   */
  fold(topic: string, partition: number, records: readonly StoredRecord[], next: number): Promise<void>
  /** The next offset of a partition, counting what was folded. */
  next(topic: string, partition: number): number
  /** Moves and rows for one commit; the fold goes on behind them. */
  take(): { readonly moves: readonly Move[]; readonly rows: RowBatch }
  /**
   * Lets go of the resident rows whose last record the log no longer has, as the store does with all rows: they would not come back either.
   * @param oldest  when the oldest record arrived, by the name of its topic
   */
  letGo(oldest: ReadonlyMap<string, number>): void
  /** Rows, and whether any partition has moved. */
  pending(): { readonly rows: number; readonly moved: boolean }
}

export type Skipped = (error: HomeostatError, place: { topic: string; partition: number; offset: number }) => void

/**
 * @param skipped  called for a record that cannot be read or has no place in a table; it is left out
 * @throws what the registry says when it cannot be asked, and whatever a read model throws that is not about the record
 */
export function startFold(model: ReadModel, opened: OpenedModel, codec: Codec, skipped: Skipped): Fold {
  const tenants = new Map<string, string>()
  const resident = new Map(
    [...opened.resident].map(([table, rows]) => [table, new Map(rows.map((row) => [keyOf(table, row), row]))]),
  )
  const positions = new Map(
    opened.checkpoints.map(({ topic, partition, next }) => [`${topic}/${partition}`, { topic, partition, from: next, to: next }]),
  )
  let batch = rowBatch()
  let tenant = ''
  let arrival = 0
  const rows = {
    merge(table: Table, row: Row) {
      batch.merge(table, tenant, row, arrival)
      const known = resident.get(table)
      if (known === undefined) return
      const key = keyOf(table, row, tenant)
      known.set(key, mergeRow(table, known.get(key), { ...row, [TENANT]: tenant, [ARRIVED]: arrival }))
    },
    get: (table: Table, key: Row) => resident.get(table)?.get(keyOf(table, key, tenant)),
  }

  return {
    async fold(topic, partition, records, next) {
      for (const record of records) {
        if (record.value === null) continue
        try {
          if (!codec.knows(record.value)) await codec.learn(record.value)
          tenant = tenantOf(record.key, tenants, model.strayTenant)
          arrival = record.arrival
          const place = { topic, partition, offset: record.offset, arrival, tenant }
          const event: ReadEvent = { ...codec.decode(record.value), ...place }
          model.apply(event, rows)
        } catch (error) {
          if (!isAboutTheRecord(error)) throw error
          skipped(error, { topic, partition, offset: record.offset })
        }
      }
      const position = positions.get(`${topic}/${partition}`)
      if (position) position.to = Math.max(position.to, next)
    },
    next: (topic, partition) => positions.get(`${topic}/${partition}`)?.to ?? 0,
    take() {
      const taken = {
        moves: [...positions.values()].filter(({ from, to }) => to > from).map((move) => ({ ...move })),
        rows: batch,
      }
      for (const position of positions.values()) position.from = position.to
      batch = rowBatch()
      return taken
    },
    letGo(oldest) {
      for (const [{ topic }, rows] of resident) {
        const before = oldest.get(topic.name) ?? 0
        for (const [key, row] of rows) if (Number(row[ARRIVED]) < before) rows.delete(key)
      }
    },
    pending: () => ({ rows: batch.size(), moved: [...positions.values()].some(({ from, to }) => to > from) }),
  }
}

function isAboutTheRecord(error: unknown): error is HomeostatError {
  if (!(error instanceof HomeostatError)) return false
  const { reaction } = errorCatalogue[error.code]
  return reaction === 'dead-letter' || reaction === 'refuse'
}

/** What stands before the first slash of the key. */
function tenantOf(key: Buffer | null, known: Map<string, string>, stray: string | undefined): string {
  const text = key?.toString('utf8') ?? ''
  let tenant = known.get(text)
  if (tenant === undefined) {
    const slash = text.indexOf('/')
    if (slash <= 0 && stray === undefined) throw new HomeostatError('HS_KEY_MALFORMED', { value: text.slice(0, 100) })
    tenant = slash <= 0 ? String(stray) : text.slice(0, slash)
    if (known.size >= MOST_KNOWN_KEYS) known.clear()
    known.set(text, tenant)
  }
  return tenant
}

const MOST_KNOWN_KEYS = 10_000
