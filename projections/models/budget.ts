import { InsightSignals } from '../../schemas/topics.ts'
import { type BucketSize, refilled } from '../../streams/stats/token-bucket.ts'
import type { ReadModel, Rows } from '../read-model.ts'
import type { Table } from '../table/table.ts'

/**
 * A row a tenant: what is left of its alarm budget. `tokens` are those that were left at `at`; `sources` and `last_at` are the bursts that
 * were still going on then, each with the time of its last signal.
 */
export const budgetTable = {
  name: 'budget',
  topic: InsightSignals,
  key: { tenant_id: 'text' },
  columns: {
    tokens: { type: 'double', merge: 'set' },
    at: { type: 'whole', merge: 'set' },
    sources: { type: 'texts', merge: 'set' },
    last_at: { type: 'wholes', merge: 'set' },
  },
  resident: true,
} as const satisfies Table

/** The alarm budget that is in force: `perDay` of its component, and the pause in milliseconds that ends a burst. */
export interface BudgetRule {
  readonly perDay: number
  readonly burstMs: number
}

export function bucketSize({ perDay }: BudgetRule): BucketSize {
  return { size: perDay, periodMs: DAY_MS }
}

/**
 * Works out from the signals what the stage that keeps the budget has spent. A signal tells whether it was let through; the first one of a
 * burst that was not held for want of budget has cost one unit, unless none was left: then it is critical, and was paid from the reserve.
 */
export function budgetModel(rule: BudgetRule): ReadModel {
  return {
    name: 'budget',
    version: 1,
    reads: [InsightSignals],
    tables: [budgetTable],
    commitAfterMs: 1_000,
    apply(event, rows) {
      if (event.type !== 'Signal') return
      const { phase, held, source, at, method } = event.value
      if (method === 'rule') return // what somebody has asked for neither waits for the budget nor spends it
      if (phase === 'raised' && hasAsked.has(held)) spend(rows, rule, { source, at, isPaid: held !== 'budget' })
    },
  }
}

/** What was held for another reason, such as the duplicate of an episode, has not asked the budget. */
const hasAsked: ReadonlySet<string | null> = new Set([null, 'burst', 'budget'])

const DAY_MS = 86_400_000

interface Asking {
  readonly source: string
  readonly at: number
  readonly isPaid: boolean
}

function spend(rows: Rows, rule: BudgetRule, { source, at, isPaid }: Asking): void {
  const row = rows.get(budgetTable, {})
  const bursts = new Map(
    lists(row?.sources).flatMap((name, i): [string, number][] => {
      const lastAt = Number(lists(row?.last_at)[i])
      return at - lastAt > rule.burstMs ? [] : [[String(name), lastAt]]
    }),
  )
  const before = row === undefined ? { tokens: rule.perDay, at } : { tokens: Number(row.tokens), at: Number(row.at) }
  const open = bursts.get(source)
  bursts.set(source, Math.max(open ?? at, at))
  const bucket = open === undefined ? refilled(before, at, bucketSize(rule)) : before
  rows.merge(budgetTable, {
    tokens: open === undefined && isPaid && bucket.tokens >= 1 ? bucket.tokens - 1 : bucket.tokens,
    at: bucket.at,
    sources: [...bursts.keys()],
    last_at: [...bursts.values()],
  })
}

function lists(cell: unknown): readonly unknown[] {
  return Array.isArray(cell) ? cell : []
}
