import { type Static, Type } from '@sinclair/typebox'
import { refilled } from '../../../streams/stats/token-bucket.ts'
import { type BudgetRule, bucketSize, budgetTable } from '../../models/budget.ts'
import { type Reading, TENANT } from '../reading.ts'
import { readTime, showTime } from '../time.ts'
import type { Api } from '../type-provider.ts'

const Question = Type.Object(
  { at: Type.Optional(Type.String({ description: 'As of when: RFC 3339 or milliseconds since 1970; default now' })) },
  { additionalProperties: false },
)

const BudgetView = Type.Object({
  perDay: Type.Number({ description: 'Bursts of signals that may call a person, a day; so many may also come at once' }),
  left: Type.Integer({ description: 'How many of these may still come at `at`' }),
  at: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
  nextAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()], {
    description: 'When one more may come; null while none is spent',
  }),
})

/** What /budget answers. */
export type BudgetView = Static<typeof BudgetView>

/** How many more times a person may be called. */
export function budgetRoutes(api: Api, reading: Reading, rule: BudgetRule): void {
  const schema = { summary: 'What is left of the alarm budget', querystring: Question, response: { 200: BudgetView } }
  api.get('/budget', { schema, config: { readModels: ['budget'] } }, async ({ query }) => {
    const at = query.at === undefined ? Date.now() : readTime(query.at)
    const [row] = await reading.select(TENANT, { table: budgetTable, where: [], order: ['tenant_id'], limit: 1 })
    const size = bucketSize(rule)
    const bucket = row === undefined ? { tokens: rule.perDay, at } : { tokens: Number(row.tokens), at: Number(row.at) }
    const { tokens } = refilled(bucket, at, size)
    // What was refilled in small steps may lack a hair of a whole unit.
    const left = Math.floor(tokens + 1e-9)
    const isFull = rule.perDay === 0 || tokens >= rule.perDay
    const nextAt = isFull ? null : Math.max(at, bucket.at) + ((left + 1 - tokens) * size.periodMs) / size.size
    return { perDay: rule.perDay, left, at: showTime(at), nextAt: showTime(nextAt) }
  })
}
