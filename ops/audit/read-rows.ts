import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type AuditView, entryOfRow } from '../../projections/api/audit-view.ts'
import { TENANT } from '../../projections/api/reading.ts'
import { audit, auditTable } from '../../projections/models/audit.ts'
import { connect } from '../../projections/postgres/connect.ts'
import { startPostgres } from '../../projections/postgres/start-postgres.ts'
import { postgresStore } from '../../projections/store/postgres.ts'
import type { AuditEntry } from '../../schemas/generated/records.ts'
import { AuditEntries } from '../../schemas/topics.ts'
import { callApi } from '../cli/instance/call-api.ts'
import type { AuditRows } from './table-faults.ts'

const PAGE = 1_000

/** Rows through the API of what runs. The position is asked for first: what it tells of is in the rows. */
export async function rowsOfApi(url: string): Promise<AuditRows> {
  const { topics } = (await callApi(url, '/topics')) as TopicsAnswer // our own API of this version
  const readers = topics.find(({ topic }) => topic === AuditEntries.name)?.readers ?? []
  const position = readers.find(({ reader }) => reader === `projection:${audit.name}`)?.position ?? 0
  const rows: AuditEntry[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const from: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`
    const page = (await callApi(url, `/audit?limit=${PAGE}${from}`)) as AuditAnswer
    rows.push(...page.entries.map(entryOfView))
    cursor = page.next
  }
  return { rows, position }
}

interface TopicsAnswer {
  readonly topics: readonly {
    readonly topic: string
    readonly readers: readonly { readonly reader: string; readonly position: number }[]
  }[]
}

interface AuditAnswer {
  readonly entries: readonly AuditView[]
  readonly next: string | null
}

function entryOfView({ atMs, outcome, ...view }: AuditView): AuditEntry {
  return { ...view, at: atMs, outcome: outcome as AuditEntry['outcome'] } // compared with the log's, whatever it is
}

/** Rows of the database that is named, or of the one in a data folder on which nothing runs; a sentence when there is none. */
export async function rowsOfDatabase(data: string, dsn: string | undefined): Promise<AuditRows | string> {
  if (dsn === undefined && !existsSync(join(data, 'postgres'))) return 'there is no database in the data folder.'
  const own = dsn === undefined ? await startPostgres(data) : undefined
  try {
    return await rowsOf(dsn ?? own?.dsn ?? '')
  } finally {
    await own?.stop()
  }
}

async function rowsOf(dsn: string): Promise<AuditRows | string> {
  const database = await connect(dsn)
  try {
    const { rows: checkpoints } = await database.projector.query<{ next: number }>(
      'SELECT next_offset AS next FROM homeostat.checkpoints WHERE model = $1 AND version = $2',
      [audit.name, audit.version],
    )
    if (checkpoints.length === 0) return 'it was never built.'
    const store = postgresStore(database)
    const rows: AuditEntry[] = []
    for (let after = 0; ; after = rows.at(-1)?.n ?? after) {
      const page = await store.select(TENANT, { table: auditTable, where: [], order: ['n'], after: [after], limit: PAGE })
      rows.push(...page.map(entryOfRow))
      if (page.length < PAGE) return { rows, position: Math.max(...checkpoints.map(({ next }) => next)) }
    }
  } finally {
    await database.close()
  }
}
