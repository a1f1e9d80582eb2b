import type pg from 'pg'
import type { Failpoint } from '../../streams/runtime/ports/failpoint.ts'
import { noFailpoint } from '../../streams/runtime/ports/failpoint.ts'
import type { Database } from '../postgres/connect.ts'
import { inTransaction } from '../postgres/in-transaction.ts'
import { rethrow } from '../postgres/rethrow.ts'
import type { ReadModel } from '../read-model.ts'
import type { Row, Table } from '../table/table.ts'
import { ARRIVED } from '../table/table.ts'
import { createTableSql, OWNER, PROJECTOR, SCHEMA, tableName } from './sql/create-table.ts'
import { select } from './sql/select.ts'
import { upsert } from './sql/upsert.ts'
import type { Checkpoint, InputBounds, Move, RebuildReason, Store } from './store.ts'

/** Rows in PostgreSQL. Rows and checkpoints of a commit are one transaction, so a crash at any moment leaves both or neither. */
export function postgresStore(database: Database, failpoint: Failpoint = noFailpoint): Store {
  return {
    async open(model, logId, inputs) {
      await database.prepare()
      return inTransaction(database.owner, 'BEGIN', async (client) => {
        await client.query('SELECT pg_advisory_xact_lock(4280)') // of two runners one builds, the other finds it done
        await client.query(`SET LOCAL ROLE ${PROJECTOR}`)
        const rebuilt = await reasonToRebuild(client, model, logId, inputs)
        if (rebuilt) await rebuild(client, model)
        await addCheckpoints(client, model, logId, inputs)
        const opened = { checkpoints: await checkpointsOf(client, model, inputs), resident: await residentRows(client, model) }
        return rebuilt ? { ...opened, rebuilt } : opened
      })
    },

    async commit(model, logId, moves, rows) {
      const committed = await inTransaction(database.projector, 'BEGIN', async (client) => {
        await advance(client, model, logId, moves)
        for (const table of rows.tables()) {
          const { text, values } = upsert(table, rows.rows(table))
          await client.query({ name: `upsert ${table.name} ${model.version}`, text, values: [...values] })
          failpoint('projection.mid')
        }
        failpoint('projection.before-commit')
        return true
      }).catch(unlessOvertaken)
      failpoint('projection.after-commit')
      return committed
    },

    async isAt(model, logId, checkpoints) {
      const { rows } = await database.projector
        .query<Checkpoint>(
          `SELECT topic, partition, next_offset AS next FROM ${SCHEMA}.checkpoints WHERE model = $1 AND version = $2 AND log_id = $3`,
          [model.name, model.version, logId],
        )
        .catch(rethrow)
      return checkpoints.every((one) =>
        rows.some((row) => row.topic === one.topic && row.partition === one.partition && row.next === one.next),
      )
    },

    async select(tenant, query) {
      return inTransaction(database.api, 'BEGIN READ ONLY', async (client) => {
        await client.query("SELECT set_config('homeostat.tenant', $1, true)", [tenant])
        const { text, values } = select(tenant, query)
        return (await client.query<Row>(text, [...values])).rows
      })
    },

    async expire(table, before) {
      const text = `DELETE FROM ${tableName(table)} WHERE ${ARRIVED} < $1`
      const { rowCount } = await inTransaction(database.projector, 'BEGIN', (client) => client.query(text, [before]))
      return rowCount ?? 0
    },
  }
}

async function reasonToRebuild(
  client: pg.PoolClient,
  model: ReadModel,
  logId: string,
  inputs: readonly InputBounds[],
): Promise<RebuildReason | undefined> {
  const { rows } = await client.query<{ version: number; log_id: string; topic: string; partition: number; next_offset: number }>(
    `SELECT version, log_id, topic, partition, next_offset FROM ${SCHEMA}.checkpoints WHERE model = $1`,
    [model.name],
  )
  if (rows.length === 0 || !(await hasTables(client, model))) return 'new'
  if (rows.some((row) => row.version !== model.version)) return 'version'
  if (rows.some((row) => row.log_id !== logId)) return 'log'
  const end = (topic: string, partition: number) =>
    inputs.find((input) => input.topic === topic && input.partition === partition)?.end ?? 0
  return rows.some((row) => row.next_offset > end(row.topic, row.partition)) ? 'position' : undefined
}

async function hasTables(client: pg.PoolClient, model: ReadModel): Promise<boolean> {
  const { rows } = await client.query('SELECT bool_and(to_regclass(name) IS NOT NULL) AS there FROM unnest($1::text[]) AS name', [
    model.tables.map(tableName),
  ])
  return rows[0]?.there === true
}

/** New tables and no checkpoints, or everything as it was: both in the transaction that the caller has begun. */
async function rebuild(client: pg.PoolClient, model: ReadModel): Promise<void> {
  await client.query(`DELETE FROM ${SCHEMA}.checkpoints WHERE model = $1`, [model.name])
  await client.query(`SET LOCAL ROLE ${OWNER}`)
  for (const table of model.tables) {
    await client.query(`DROP TABLE IF EXISTS ${tableName(table)}; ${createTableSql(table)}`)
  }
  await client.query(`SET LOCAL ROLE ${PROJECTOR}`)
}

async function addCheckpoints(
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

async function checkpointsOf(client: pg.PoolClient, model: ReadModel, inputs: readonly InputBounds[]): Promise<Checkpoint[]> {
  const { rows } = await client.query<Checkpoint>(
    `SELECT topic, partition, next_offset AS next FROM ${SCHEMA}.checkpoints WHERE model = $1`,
    [model.name],
  )
  return rows.filter((row) => inputs.some((input) => input.topic === row.topic && input.partition === row.partition))
}

async function residentRows(client: pg.PoolClient, model: ReadModel): Promise<Map<Table, Row[]>> {
  const resident = new Map<Table, Row[]>()
  for (const table of model.tables) {
    if (table.resident) resident.set(table, (await client.query<Row>(`SELECT * FROM ${tableName(table)}`)).rows)
  }
  return resident
}

/** Another runner has moved a checkpoint. Thrown, so that the transaction takes back those that were moved already. */
class Overtaken extends Error {}

function unlessOvertaken(error: unknown): false {
  if (error instanceof Overtaken) return false
  throw error
}

/**
 * Moves the checkpoints, each from where its move begins; the row locks let the first of two runners through.
 * @throws Overtaken when one of them is elsewhere
 */
async function advance(client: pg.PoolClient, model: ReadModel, logId: string, moves: readonly Move[]): Promise<void> {
  const { rowCount } = await client.query(
    `UPDATE ${SCHEMA}.checkpoints AS c SET next_offset = x.until
     FROM unnest($4::text[], $5::int[], $6::bigint[], $7::bigint[]) AS x (topic, partition, since, until)
     WHERE c.model = $1 AND c.version = $2 AND c.log_id = $3 AND c.topic = x.topic AND c.partition = x.partition AND c.next_offset = x.since`,
    [
      model.name,
      model.version,
      logId,
      moves.map((move) => move.topic),
      moves.map((move) => move.partition),
      moves.map((move) => move.from),
      moves.map((move) => move.to),
    ],
  )
  if (rowCount !== moves.length) throw new Overtaken()
}
