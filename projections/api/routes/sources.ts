import { type Static, Type } from '@sinclair/typebox'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { seriesTable } from '../../models/series.ts'
import { lateTable, learningTable, sourcesTable } from '../../models/sources.ts'
import type { Row, Table } from '../../table/table.ts'
import { type Reading, TENANT } from '../reading.ts'
import { selectPage } from '../select-page.ts'
import { showTime } from '../time.ts'
import type { Api } from '../type-provider.ts'

const Time = Type.Union([Type.String({ format: 'date-time' }), Type.Null()])

const SourceView = Type.Object({
  source: Type.String(),
  firstSeen: Time,
  lastSeen: Time,
  forgotten: Type.Boolean({ description: 'Silent for so long that its state has ended' }),
  frames: Type.Integer({ description: 'Received, those in `late` included' }),
  metrics: Type.Integer({ description: 'The most that one frame had' }),
  late: Type.Record(Type.String(), Type.Integer(), { description: 'Frames that moved nothing, by reason' }),
  learning: Type.Array(Type.Object({ processor: Type.String(), learned: Type.Integer(), total: Type.Integer() }), {
    description: 'Metrics past their warm-up, by processor',
  }),
})

/** A source as clients see it. */
export type SourceView = Static<typeof SourceView>

const Page = Type.Object(
  {
    source: Type.Optional(Type.String()),
    cursor: Type.Optional(Type.String()),
    limit: Type.Integer({ minimum: 1, maximum: 1_000, default: 100 }),
  },
  { additionalProperties: false },
)

/** Sources by name, with what has been learned of them. */
export function sourcesRoutes(api: Api, reading: Reading): void {
  const schema = {
    summary: 'Sources by name, with what has been learned of them',
    querystring: Page,
    response: { 200: Type.Object({ sources: Type.Array(SourceView), next: Type.Union([Type.String(), Type.Null()]) }) },
  }
  api.get('/sources', { schema, config: { readModels: ['sources'] } }, async ({ query: { source, cursor, limit } }) => {
    const { rows, next } = await selectPage(reading, {
      table: sourcesTable,
      where: source === undefined ? [] : [{ column: 'source', is: '=', value: source }],
      order: ['source'],
      types: ['string'],
      cursor,
      limit,
    })
    return { sources: await views(rows), next }
  })

  const one = {
    summary: 'One source, with the metrics that it sent last',
    params: Type.Object({ source: Type.String() }),
    response: { 200: Type.Composite([SourceView, Type.Object({ metricNames: Type.Array(Type.String()) })]) },
  }
  api.get('/sources/:source', { schema: one, config: { readModels: ['sources', 'series'] } }, async ({ params: { source } }) => {
    const where = [{ column: 'source', is: '=', value: source }] as const
    const [view] = await views(await reading.select(TENANT, { table: sourcesTable, where, order: ['source'], limit: 1 }))
    if (view === undefined) throw new HomeostatError('HS_NOT_FOUND', { value: source, message: `There is no source ${source}.` })
    const order = ['bucket', 'partition', 'layout']
    const [newest] = await reading.select(TENANT, { table: seriesTable, where, order, descending: true, limit: 1 })
    return { ...view, metricNames: Array.isArray(newest?.metrics) ? newest.metrics.map(String) : [] }
  })

  async function views(rows: readonly Row[]) {
    const value = rows.map((row) => String(row.source))
    const of = (table: Table, second: string) => {
      const where = [{ column: 'source', is: 'in', value }] as const
      return reading.select(TENANT, { table, where, order: ['source', second], limit: rows.length * MOST_A_SOURCE })
    }
    const [late, learning] = await Promise.all([of(lateTable, 'reason'), of(learningTable, 'processor')])
    return rows.map((row) => sourceView(row, late, learning))
  }
}

const MOST_A_SOURCE = 100

function sourceView(row: Row, late: readonly Row[], learning: readonly Row[]) {
  const mine = (rows: readonly Row[]) => rows.filter((one) => one.source === row.source)
  return {
    source: String(row.source),
    firstSeen: showTime(row.first_seen),
    lastSeen: showTime(row.last_seen),
    forgotten: Number(row.forgotten_at ?? 0) > Number(row.seen_at ?? 0),
    frames: Number(row.frames ?? 0),
    metrics: Number(row.metrics ?? 0),
    late: Object.fromEntries(mine(late).map((one) => [String(one.reason), Number(one.frames)])),
    learning: mine(learning).map((one) => ({
      processor: String(one.processor),
      learned: Number(one.learned),
      total: Number(one.total),
    })),
  }
}
