import { Type } from '@sinclair/typebox'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { signalsTable } from '../../models/signals.ts'
import type { Condition } from '../../table/query.ts'
import { type Reading, TENANT } from '../reading.ts'
import { selectPage } from '../select-page.ts'
import { SignalView, signalView } from '../signal-view.ts'
import { readTime } from '../time.ts'
import type { Api } from '../type-provider.ts'

const Filters = Type.Object(
  {
    source: Type.Optional(Type.String()),
    metric: Type.Optional(Type.String()),
    method: Type.Optional(Type.String()),
    rule: Type.Optional(Type.String({ description: 'Name of a rule' })),
    severity: Type.Optional(Type.String()),
    open: Type.Optional(Type.Boolean({ description: 'Only those that last (true) or are over (false)' })),
    held: Type.Optional(Type.Boolean({ description: 'Only those for which no person was called (true), or one was (false)' })),
    acknowledged: Type.Optional(
      Type.Boolean({ description: 'Only those that somebody has said to have seen (true), or nobody (false)' }),
    ),
    from: Type.Optional(Type.String({ description: 'Changed at or after: RFC 3339 or milliseconds since 1970' })),
    to: Type.Optional(Type.String({ description: 'Changed before' })),
    cursor: Type.Optional(Type.String({ description: '`next` of the answer before' })),
    limit: Type.Integer({ minimum: 1, maximum: 1_000, default: 100 }),
  },
  { additionalProperties: false },
)

/** Signals, the last change first. */
export function signalsRoutes(api: Api, reading: Reading): void {
  const schema = {
    summary: 'Signals, the last change first',
    querystring: Filters,
    response: { 200: Type.Object({ signals: Type.Array(SignalView), next: Type.Union([Type.String(), Type.Null()]) }) },
  }
  api.get('/signals', { schema, config: { readModels: ['signals'] } }, async ({ query }) => {
    const { rows, next } = await selectPage(reading, {
      table: signalsTable,
      where: conditions(query),
      order: ['at', 'id'],
      types: ['number', 'string'],
      descending: true,
      cursor: query.cursor,
      limit: query.limit,
    })
    return { signals: rows.map(signalView), next }
  })

  const one = { summary: 'One signal', params: Type.Object({ id: Type.String() }), response: { 200: SignalView } }
  api.get('/signals/:id', { schema: one, config: { readModels: ['signals'] } }, async ({ params: { id } }) => {
    const where = [{ column: 'id', is: '=', value: id }] as const
    const [row] = await reading.select(TENANT, { table: signalsTable, where, order: ['id'], limit: 1 })
    if (row === undefined) throw new HomeostatError('HS_NOT_FOUND', { value: id, message: `There is no signal ${id}.` })
    return signalView(row)
  })
}

interface GivenFilters {
  readonly source?: string
  readonly metric?: string
  readonly method?: string
  readonly rule?: string
  readonly severity?: string
  readonly open?: boolean
  readonly held?: boolean
  readonly acknowledged?: boolean
  readonly from?: string
  readonly to?: string
}

function conditions({ open, held, acknowledged, from, to, ...filters }: GivenFilters): readonly Condition[] {
  const where: Condition[] = []
  for (const column of ['source', 'metric', 'method', 'rule', 'severity'] as const) {
    const value = filters[column]
    if (value !== undefined) where.push({ column, is: '=', value })
  }
  if (open !== undefined) where.push({ column: 'phase', is: '=', value: open ? 'raised' : 'cleared' })
  if (held !== undefined) where.push({ column: 'held', is: held ? 'not null' : 'null' })
  if (acknowledged !== undefined) where.push({ column: 'acknowledged_at', is: acknowledged ? 'not null' : 'null' })
  if (from !== undefined) where.push({ column: 'at', is: '>=', value: readTime(from) })
  if (to !== undefined) where.push({ column: 'at', is: '<', value: readTime(to) })
  return where
}
