import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { signals, signalsTable } from '../../../projections/models/signals.ts'
import { postgresStore } from '../../../projections/store/postgres.ts'
import { select } from '../../../projections/store/sql/select.ts'
import type { Condition } from '../../../projections/table/query.ts'
import { startDatabase } from '../../unit/projections/support/database.ts'

const { database, end } = await startDatabase()
test.after(end)

test.before(async () => {
  await postgresStore(database).open(signals, 'log', [])
  await database.projector.query(`
    INSERT INTO homeostat.signals (tenant_id, id, source, metric, at, phase, held, acknowledged_at)
    SELECT 'default', n::text, 'web-' || n % 20, 'metric_' || n % 700, n, CASE WHEN n = 1 THEN 'raised' ELSE 'cleared' END,
      CASE WHEN n > 2 THEN 'budget' END, CASE WHEN n = 3 THEN n END
    FROM generate_series(1, 20000) AS n`)
  await database.owner.query('ANALYZE homeostat.signals')
})

const rare: readonly [name: string, where: Condition, condition: string][] = [
  ['open', { column: 'phase', is: '=', value: 'raised' }, "(phase = 'raised'::text)"],
  ['let through', { column: 'held', is: 'null' }, '(held IS NULL)'],
  ['acknowledged', { column: 'acknowledged_at', is: 'not null' }, '(acknowledged_at IS NOT NULL)'],
]

for (const [name, where, condition] of rare) {
  test(`should find the few signals that are ${name} among many by an index of those alone`, async () => {
    const plan = await planOf([where])
    const used = /Index Scan (?:Backward )?using (\S+)|Bitmap Index Scan on (\S+)/.exec(plan)
    const { rows: found } = await database.projector.query<{ indexdef: string }>(
      "SELECT indexdef FROM pg_indexes WHERE schemaname = 'homeostat' AND indexname = $1",
      [used?.[1] ?? used?.[2]],
    )
    assert.ok(found[0]?.indexdef.endsWith(`WHERE ${condition}`), `${plan}\n${found[0]?.indexdef}`)
  })
}

test('should pass over the other metrics of a source in the index', async () => {
  const plan = await planOf([
    { column: 'source', is: '=', value: 'web-1' },
    { column: 'metric', is: '=', value: 'metric_1' },
  ])
  assert.match(plan, /Index Cond: .*source.*metric/)
})

/** How the database would look for the newest of them. */
async function planOf(where: readonly Condition[]): Promise<string> {
  const { text, values } = select('default', { table: signalsTable, where, order: ['at', 'id'], descending: true, limit: 101 })
  const { rows } = await database.projector.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${text}`, [...values])
  return rows.map((row) => row['QUERY PLAN']).join('\n')
}

test.run()
