import type pg from 'pg'
import type { Database } from '../../postgres/connect.ts'
import { inTransaction } from '../../postgres/in-transaction.ts'
import type { ReadModel } from '../../read-model.ts'
import { createTableSql, OWNER, PROJECTOR, SCHEMA, tableName } from '../sql/create-table.ts'
import type { Checkpoint, InputBounds, Kept, RebuildReason } from '../store.ts'

/** One transaction with the rights of the projector, which may take those of the owner; of two that make or remove tables one waits. */
export function alone<T>(database: Database, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  return inTransaction(database.owner, 'BEGIN', async (client) => {
    await client.query('SELECT pg_advisory_xact_lock(4280)')
    await client.query(`SET LOCAL ROLE ${PROJECTOR}`)
    return work(client)
  })
}

/** Runs statements that make or remove tables. */
export async function asOwner(client: pg.PoolClient, sql: string): Promise<void> {
  await client.query(`SET LOCAL ROLE ${OWNER}; ${sql}; SET LOCAL ROLE ${PROJECTOR}`)
}

/** What there is of these models, by name. */
export async function keptOf(client: pg.ClientBase | pg.Pool, ...models: readonly ReadModel[]): Promise<Map<string, Kept>> {
  const { rows } = await client.query<{ model: string; version: number; log_id: string } & Checkpoint>(
    `SELECT model, version, log_id, topic, partition, next_offset AS next FROM ${SCHEMA}.checkpoints WHERE model = ANY ($1)`,
    [models.map(({ name }) => name)],
  )
  const kept = new Map<string, Kept>()
  for (const { model, version, log_id, ...checkpoint } of rows) {
    const { checkpoints = [] } = kept.get(model) ?? {}
    kept.set(model, { version, logId: log_id, checkpoints: [...checkpoints, checkpoint] })
  }
  return kept
}

export async function reasonToRebuild(
  client: pg.PoolClient,
  model: ReadModel,
  logId: string,
  inputs: readonly InputBounds[],
): Promise<RebuildReason | undefined> {
  const kept = (await keptOf(client, model)).get(model.name)
  if (kept === undefined) return 'new'
  if (kept.logId !== logId) return 'log'
  if (kept.version !== model.version) return 'version'
  if (!(await hasTables(client, model))) return 'new'
  const end = (topic: string, partition: number) =>
    inputs.find((input) => input.topic === topic && input.partition === partition)?.end ?? 0
  return kept.checkpoints.some(({ topic, partition, next }) => next > end(topic, partition)) ? 'position' : undefined
}

async function hasTables(client: pg.PoolClient, model: ReadModel): Promise<boolean> {
  const { rows } = await client.query('SELECT bool_and(to_regclass(name) IS NOT NULL) AS there FROM unnest($1::text[]) AS name', [
    model.tables.map(tableName),
  ])
  return rows[0]?.there === true
}

/** New tables and no checkpoints, or everything as it was: both in the transaction that the caller has begun. */
export async function makeAnew(client: pg.PoolClient, model: ReadModel): Promise<void> {
  await client.query(`DELETE FROM ${SCHEMA}.checkpoints WHERE model = $1`, [model.name])
  await asOwner(
    client,
    model.tables.map((table) => `DROP TABLE IF EXISTS ${tableName(table)}; ${createTableSql(table)}`).join('\n'),
  )
  await markTables(client, model)
}

/** Notes with each table whose it is, so that those which a later version does not have are found. */
export async function markTables(client: pg.PoolClient, model: ReadModel): Promise<void> {
  await asOwner(client, model.tables.map((table) => `COMMENT ON TABLE ${tableName(table)} IS '${markOf(model)}'`).join(';'))
}

export function markOf(model: ReadModel): string {
  return `read model ${model.name}`
}

export async function addCheckpoints(
  client: pg.PoolClient,
  model: ReadModel,
  logId: string,
  inputs: readonly InputBounds[],
): Promise<void> {
  await client.query(
    `INSERT INTO ${SCHEMA}.checkpoints (model, version, log_id, topic, partition, next_offset)
     SELECT $1, $2, $3, topic, partition, 0 FROM unnest($4::text[], $5::int[]) AS x (topic, partition) ON CONFLICT DO NOTHING`,
    [model.name, model.version, logId, inputs.map((input) => input.topic), inputs.map((input) => input.partition)],
  )
}

export async function checkpointsOf(
  client: pg.PoolClient,
  model: ReadModel,
  inputs: readonly InputBounds[],
): Promise<Checkpoint[]> {
  const { checkpoints = [] } = (await keptOf(client, model)).get(model.name) ?? {}
  return checkpoints.filter((row) => inputs.some((input) => input.topic === row.topic && input.partition === row.partition))
}
