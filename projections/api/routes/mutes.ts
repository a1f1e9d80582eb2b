import { type Static, Type } from '@sinclair/typebox'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { mutesTable } from '../../models/mutes.ts'
import type { Row } from '../../table/table.ts'
import { type Reading, TENANT } from '../reading.ts'
import { selectPage } from '../select-page.ts'
import { showTime } from '../time.ts'
import type { Api } from '../type-provider.ts'

const Filters = Type.Object(
  {
    open: Type.Optional(Type.Boolean({ description: 'Only those that last (true) or are over (false)' })),
    cursor: Type.Optional(Type.String({ description: '`next` of the answer before' })),
    limit: Type.Integer({ minimum: 1, maximum: 1_000, default: 100 }),
  },
  { additionalProperties: false },
)

const time = (description: string) => Type.Union([Type.String({ format: 'date-time' }), Type.Null()], { description })
const whole = (description: string) => Type.Union([Type.Integer(), Type.Null()], { description })

/** A mute as clients see it. */
const MuteView = Type.Object({
  id: Type.String(),
  source: Type.String({ description: 'A name, in which * stands for any text' }),
  metric: Type.String({ description: 'A name, in which * stands for any text' }),
  open: Type.Boolean({ description: 'Whether it lasts' }),
  beganAt: time('Event time at which it began'),
  until: time('When it ends by itself'),
  reason: Type.String(),
  by: Type.String(),
  endedAt: time('Null while it lasts'),
  endedBy: Type.Union([Type.String(), Type.Null()], { description: 'Null while it lasts, and when its time was over' }),
  held: whole('Signals that it held back; null while it lasts'),
  raised: whole('How many of them still lasted and were raised at its end; null while it lasts'),
})

export type MuteView = Static<typeof MuteView>

/** Mutes, the newest first. */
export function mutesRoutes(api: Api, reading: Reading): void {
  const schema = {
    summary: 'Mutes, the newest first',
    querystring: Filters,
    response: { 200: Type.Object({ mutes: Type.Array(MuteView), next: Type.Union([Type.String(), Type.Null()]) }) },
  }
  api.get('/mutes', { schema }, async ({ query: { open, cursor, limit } }) => {
    const { rows, next } = await selectPage(reading, {
      table: mutesTable,
      where: open === undefined ? [] : [{ column: 'ended_at', is: open ? 'null' : 'not null' }],
      order: ['began_at', 'id'],
      types: ['number', 'string'],
      descending: true,
      cursor,
      limit,
    })
    return { mutes: rows.map(muteView), next }
  })

  const one = { summary: 'One mute', params: Type.Object({ id: Type.String() }), response: { 200: MuteView } }
  api.get('/mutes/:id', { schema: one }, async ({ params: { id } }) => {
    const where = [{ column: 'id', is: '=', value: id }] as const
    const [row] = await reading.select(TENANT, { table: mutesTable, where, order: ['id'], limit: 1 })
    if (row === undefined) throw new HomeostatError('HS_NOT_FOUND', { value: id, message: `There is no mute ${id}.` })
    return muteView(row)
  })
}

function muteView(row: Row): MuteView {
  return {
    id: String(row.id),
    source: String(row.source),
    metric: String(row.metric),
    open: row.ended_at === null || row.ended_at === undefined,
    beganAt: showTime(row.began_at),
    until: showTime(row.until),
    reason: String(row.reason),
    by: String(row.by_whom),
    endedAt: showTime(row.ended_at),
    endedBy: typeof row.ended_by === 'string' && row.ended_by !== '' ? row.ended_by : null,
    held: count(row.held),
    raised: count(row.raised),
  }
}

function count(cell: unknown): number | null {
  return typeof cell === 'number' ? cell : null
}
