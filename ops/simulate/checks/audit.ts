import { entryOfRow } from '../../../projections/api/audit-view.ts'
import { audit, auditTable } from '../../../projections/models/audit.ts'
import type { ReadModel } from '../../../projections/read-model.ts'
import { AuditEntries } from '../../../schemas/topics.ts'
import type { Ports } from '../../../streams/runtime/ports/ports.ts'
import { readTrail } from '../../audit/read-trail.ts'
import { verifyTrail } from '../../audit/verify-trail.ts'
import { auditKeys } from '../audit-keys.ts'
import type { Universe } from '../universe.ts'

export interface AuditCheck {
  readonly problem: string | undefined
  readonly entries: number
  readonly heads: number
}

/** The chains hold, every head fits, each entry is signed, none twice, and the rows are those of the log. */
export async function checkAudit({ log, ports, store }: Universe, models: readonly ReadModel[]): Promise<AuditCheck> {
  const trail = await readTrail(log, ports.codec)
  const rows = models.includes(audit)
    ? await store.select('default', { table: auditTable, where: [], order: ['n'], limit: Number.POSITIVE_INFINITY })
    : undefined
  const { end: position } = await log.bounds(AuditEntries.name, 0)
  const table = rows ? { tenant: 'default', rows: { rows: rows.map(entryOfRow), position } } : NO_ROWS
  const { entries, heads, faults, notes } = verifyTrail({ trail, kept: [], keys: auditKeys, table })
  const signed = new Map<string, number>()
  const repeated = trail.heads.flatMap(({ tenant, n }) => {
    const before = signed.get(tenant) ?? 0
    signed.set(tenant, n)
    return n > before ? [] : [`Entry ${n} of ${tenant} was signed behind entry ${before}.`]
  })
  const left = notes.filter((note) => !note.endsWith(NO_ROWS))
  const [problem] = [...faults, ...repeated, ...left]
  return { problem, entries, heads }
}

/** Whether each chain has a head of its newest entry. */
export async function isSigned({ log, codec }: Pick<Ports, 'log' | 'codec'>): Promise<boolean> {
  const { entries, heads } = await readTrail(log, codec)
  const signed = new Set(heads.map(({ tenant, n }) => `${tenant} ${n}`))
  const newest = new Map(entries.map(({ entry }) => [entry.tenant, entry.n]))
  return [...newest].every(([tenant, n]) => signed.has(`${tenant} ${n}`))
}

const NO_ROWS = 'this simulation does not have it.'
