import pg from 'pg'
import type { Failpoint } from '../../../streams/runtime/ports/failpoint.ts'
import type { Database } from '../../postgres/connect.ts'
import { inTransaction } from '../../postgres/in-transaction.ts'
import { rethrow } from '../../postgres/rethrow.ts'
import { sqlStateOf } from '../../postgres/sql-state-of.ts'
import type { ReadModel } from '../../read-model.ts'
import { nextOf } from '../../runner/next-of.ts'
import { columnsOf, keyNames, type Table } from '../../table/table.ts'
import { SCHEMA, tableName } from '../sql/create-table.ts'
import { standsAlike } from '../stands-alike.ts'
import type { Comparison, InputBounds, Kept, Promotion, Standing, TableDifference } from '../store.ts'
import { addCheckpoints, alone, asOwner, keptOf, makeAnew, markOf, markTables, reasonToRebuild } from './ground.ts'
import { isMissing } from './select.ts'

export async function standing({ projector }: Database, model: ReadModel): Promise<Standing> {
  const kept = await keptOf(projector, model, nextOf(model)).catch((error: unknown) => {
    if (isMissing(error)) return new Map<string, Kept>() // somebody has removed everything; it is made when the model is opened
    return rethrow(error)
  })
  return { serving: kept.get(model.name), next: kept.get(nextOf(model).name) }
}

export async function begin(
  database: Database,
  model: ReadModel,
  logId: string,
  inputs: readonly InputBounds[],
  serving: number,
): Promise<boolean> {
  const next = nextOf(model)
  return alone(database, async (client) => {
    if ((await keptOf(client, model)).get(model.name)?.version !== serving) return false
    if (await reasonToRebuild(client, next, logId, inputs)) await makeAnew(client, next)
    await addCheckpoints(client, next, logId, inputs)
    return true
  })
}

/** Readers wait this long at most: a switch that finds a longer reader before it is tried again later. */
const LOCK_TIMEOUT = '250ms'

export async function promote(database: Database, model: ReadModel, logId: string, failpoint: Failpoint): Promise<Promotion> {
  const next = nextOf(model)
  const switched = await alone(database, async (client) => {
    // In the order in which commits lock: checkpoints, then tables.
    await client.query(`SELECT 1 FROM ${SCHEMA}.checkpoints WHERE model = ANY ($1) FOR UPDATE`, [[model.name, next.name]])
    const kept = await keptOf(client, model, next)
    const [old, built] = [kept.get(model.name), kept.get(next.name)]
    if (built?.version !== model.version || built.logId !== logId || isBehind(built, old)) return 'behind'
    await client.query(`SET LOCAL lock_timeout = '${LOCK_TIMEOUT}'`)
    await client.query(`DELETE FROM ${SCHEMA}.checkpoints WHERE model = $1`, [model.name])
    await client.query(`UPDATE ${SCHEMA}.checkpoints SET model = $1 WHERE model = $2`, [model.name, next.name])
    await removeMarked(client, model)
    for (const [i, table] of model.tables.entries()) {
      await asOwner(
        client,
        `DROP TABLE IF EXISTS ${tableName(table)}; ALTER TABLE ${tableName(next.tables[i])} RENAME TO ${table.name}`,
      )
      failpoint('rebuild.mid-switch')
    }
    await markTables(client, model)
    failpoint('rebuild.before-switch')
    return 'switched'
  }).catch(unlessBusy)
  if (switched === 'switched') failpoint('rebuild.after-switch')
  return switched
}

function isBehind(built: Kept, { checkpoints = [] }: Partial<Kept> = {}): boolean {
  return checkpoints.some(
    ({ topic, partition, next }) =>
      next > (built.checkpoints.find((one) => one.topic === topic && one.partition === partition)?.next ?? 0),
  )
}

function unlessBusy(error: unknown): Promotion {
  if (sqlStateOf(error) === LOCK_NOT_AVAILABLE) return 'busy'
  throw error
}

const LOCK_NOT_AVAILABLE = '55P03'

export async function abandon(database: Database, model: ReadModel): Promise<void> {
  const next = nextOf(model)
  await alone(database, async (client) => {
    await client.query(`DELETE FROM ${SCHEMA}.checkpoints WHERE model = $1`, [next.name])
    await removeMarked(client, next)
  })
}

/** Also those of another version, which this one may not know. */
async function removeMarked(client: pg.PoolClient, model: ReadModel): Promise<void> {
  const { rows } = await client.query<{ relname: string }>(
    `SELECT relname FROM pg_class WHERE relnamespace = '${SCHEMA}'::regnamespace AND relkind = 'r'
     AND obj_description(oid, 'pg_class') = $1 ORDER BY relname`,
    [markOf(model)],
  )
  if (rows.length > 0)
    await asOwner(client, rows.map(({ relname }) => `DROP TABLE ${SCHEMA}.${pg.escapeIdentifier(relname)}`).join('; '))
}

/** All rows of both are read once, in a transaction that sees them as they are now; nobody waits for it. */
export async function compare({ projector }: Database, model: ReadModel): Promise<Comparison> {
  let seen = () => {}
  const sees = new Promise<void>((resolve) => {
    seen = resolve
  })
  const differences = inTransaction(projector, 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', async (client) => {
    await client.query('SELECT 1')
    seen()
    const kept = await keptOf(client, model, nextOf(model))
    if (!standsAlike(kept.get(model.name), kept.get(nextOf(model).name))) return undefined
    const found: TableDifference[] = []
    for (const [i, table] of model.tables.entries()) {
      const text = compareSql(table, nextOf(model).tables[i])
      const limited: pg.QueryConfig & { query_timeout: number } = { text, query_timeout: LONGEST_COMPARISON_MS } // the types leave it out
      const { rows } = await client.query<TableDifference>(limited)
      found.push({ ...rows[0], table: table.name })
    }
    return found
  })
  differences.catch(() => {}) // told to whoever awaits it
  await Promise.race([sees, differences])
  return { differences }
}

const LONGEST_COMPARISON_MS = 3_600_000

function compareSql(table: Table, next: Table): string {
  const row = (name: string) => `ROW(${columnsOf(table).map(([column]) => `${name}.${column}`)})`
  const keys = keyNames(table).map((key) => `t.${key} = n.${key}`)
  return `SELECT count(*) FILTER (WHERE n.tenant_id IS NULL) AS gone, count(*) FILTER (WHERE t.tenant_id IS NULL) AS added,
  count(*) FILTER (WHERE t.tenant_id IS NOT NULL AND n.tenant_id IS NOT NULL AND ${row('t')} IS DISTINCT FROM ${row('n')}) AS changed
FROM ${tableName(table)} AS t FULL JOIN ${tableName(next)} AS n ON ${keys.join(' AND ')}`
}
