import { Type } from '@sinclair/typebox'
import { auditTable } from '../../models/audit.ts'
import type { Condition } from '../../table/query.ts'
import { AuditView, auditView } from '../audit-view.ts'
import type { Reading } from '../reading.ts'
import { selectPage } from '../select-page.ts'
import { readTime } from '../time.ts'
import type { Api } from '../type-provider.ts'

const Filters = Type.Object(
  {
    act: Type.Optional(Type.String()),
    outcome: Type.Optional(Type.String()),
    actor: Type.Optional(Type.String()),
    object: Type.Optional(Type.String()),
    from: Type.Optional(Type.String({ description: 'At or after: RFC 3339 or milliseconds since 1970' })),
    to: Type.Optional(Type.String({ description: 'Before' })),
    cursor: Type.Optional(Type.String({ description: '`next` of the answer before' })),
    limit: Type.Integer({ minimum: 1, maximum: 1_000, default: 100 }),
  },
  { additionalProperties: false },
)

/** Who did what, the newest first. */
export function auditRoutes(api: Api, reading: Reading): void {
  const schema = {
    summary: 'The audit trail: who did what, the newest first',
    querystring: Filters,
    response: { 200: Type.Object({ entries: Type.Array(AuditView), next: Type.Union([Type.String(), Type.Null()]) }) },
  }
  api.get('/audit', { schema }, async ({ query }) => {
    const { rows, next } = await selectPage(reading, {
      table: auditTable,
      where: conditions(query),
      order: ['n'],
      types: ['number'],
      descending: true,
      cursor: query.cursor,
      limit: query.limit,
    })
    return { entries: rows.map(auditView), next }
  })
}

interface GivenFilters {
  readonly act?: string
  readonly outcome?: string
  readonly actor?: string
  readonly object?: string
  readonly from?: string
  readonly to?: string
}

function conditions({ from, to, ...filters }: GivenFilters): readonly Condition[] {
  const where: Condition[] = []
  for (const column of ['act', 'outcome', 'actor', 'object'] as const) {
    const value = filters[column]
    if (value !== undefined) where.push({ column, is: '=', value })
  }
  if (from !== undefined) where.push({ column: 'at', is: '>=', value: readTime(from) })
  if (to !== undefined) where.push({ column: 'at', is: '<', value: readTime(to) })
  return where
}
