import { type Static, Type } from '@sinclair/typebox'
import { deadLettersTable, letterRequestsTable } from '../../models/dead-letters.ts'
import type { Condition } from '../../table/query.ts'
import { ARRIVED, type Row } from '../../table/table.ts'
import { readCursor, writeCursor } from '../cursor.ts'
import { type Reading, TENANT } from '../reading.ts'
import { showTime } from '../time.ts'
import type { Api } from '../type-provider.ts'

const State = Type.Union([Type.Literal('open'), Type.Literal('replayed'), Type.Literal('dropped')], {
  description: 'What was asked for it: nothing yet, to fold it again, or to give it up',
})

const LetterView = Type.Object({
  number: Type.Integer({ description: 'By which it is named: its offset in dead.letters' }),
  state: State,
  by: Type.Union([Type.String(), Type.Null()], { description: 'Who has asked' }),
  stage: Type.String(),
  processor: Type.String({ description: 'Empty when the record could not be decoded' }),
  topic: Type.String({ description: 'Where the record stands' }),
  partition: Type.Integer(),
  offset: Type.Integer(),
  key: Type.Union([Type.String(), Type.Null()]),
  at: Type.Union([Type.String({ format: 'date-time' }), Type.Null()], { description: 'Event time of the record' }),
  code: Type.String({ description: 'Why, as a stable code' }),
  message: Type.String(),
})

const Filters = Type.Object(
  {
    stage: Type.Optional(Type.String()),
    topic: Type.Optional(Type.String()),
    code: Type.Optional(Type.String()),
    state: Type.Optional(State),
    cursor: Type.Optional(Type.String({ description: '`next` of the answer before' })),
    limit: Type.Integer({ minimum: 1, maximum: 1_000, default: 100 }),
  },
  { additionalProperties: false },
)

/** What could not be folded, the newest first. */
export function deadLettersRoutes(api: Api, reading: Reading): void {
  const schema = {
    summary: 'Dead letters, the newest first',
    tags: ['letters'],
    querystring: Filters,
    response: { 200: Type.Object({ letters: Type.Array(LetterView), next: Type.Union([Type.String(), Type.Null()]) }) },
  }
  api.get('/dead-letters', { schema, config: { readModels: ['dead_letters'] } }, async ({ query }) => {
    const { state, cursor, limit, ...equal } = query
    const where = Object.entries(equal).flatMap(([column, value]): Condition[] =>
      FILTERED.has(column) ? [{ column, is: '=', value }] : [],
    )
    const found: Static<typeof LetterView>[] = []
    let after = cursor === undefined ? undefined : readCursor(cursor, ['number'])
    // The state is not in the row, so letters of another one are read over.
    for (;;) {
      const order = ['number']
      const rows = await reading.select(TENANT, {
        table: deadLettersTable,
        where,
        order,
        descending: true,
        limit: PAGE,
        ...(after ? { after } : {}),
      })
      for (const view of await views(rows)) {
        if (state !== undefined && view.state !== state) continue
        if (found.length === limit) return { letters: found, next: writeCursor([found[limit - 1].number]) }
        found.push(view)
      }
      const last = rows.at(-1)
      if (rows.length < PAGE || last === undefined) return { letters: found, next: null }
      after = [Number(last.number)]
    }
  })

  async function views(rows: readonly Row[]) {
    const value = [...new Set(rows.map((row) => Number(row.record_offset)))]
    const requests = await reading.select(TENANT, {
      table: letterRequestsTable,
      where: [{ column: 'record_offset', is: 'in', value }],
      order: ['record_offset', 'stage', 'topic', 'partition', 'processor'],
      limit: MOST_REQUESTS,
    })
    const asked = new Map(requests.map((request) => [nameOf(request), request]))
    return rows.map((row) => letterView(row, asked.get(nameOf(row))))
  }
}

const FILTERED = new Set(['stage', 'topic', 'code'])
const PAGE = 500
/** One offset may be that of a record in each of several topics and partitions. */
const MOST_REQUESTS = 100_000

function nameOf(row: Row): string {
  return [row.stage, row.topic, row.partition, row.record_offset, row.processor].join('\n')
}

/** A letter that came back after it was asked for is another letter, and open. */
function letterView(row: Row, request: Row | undefined): Static<typeof LetterView> {
  const asked = request && Number(request.asked_at) >= Number(row[ARRIVED]) ? request : undefined
  return {
    number: Number(row.number),
    state: asked === undefined ? 'open' : asked.action === 'replay' ? 'replayed' : 'dropped',
    by: asked === undefined ? null : String(asked.by),
    stage: String(row.stage),
    processor: String(row.processor),
    topic: String(row.topic),
    partition: Number(row.partition),
    offset: Number(row.record_offset),
    key: typeof row.record_key === 'string' ? row.record_key : null,
    at: showTime(row.at),
    code: String(row.code),
    message: String(row.message),
  }
}
