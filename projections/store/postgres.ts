import type pg from 'pg'
import type { Failpoint } from '../../streams/runtime/ports/failpoint.ts'
import { noFailpoint } from '../../streams/runtime/ports/failpoint.ts'
import type { Database } from '../postgres/connect.ts'
import { inTransaction } from '../postgres/in-transaction.ts'
import { rethrow } from '../postgres/rethrow.ts'
import type { ReadModel } from '../read-model.ts'
import type { Row, Table } from '../table/table.ts'
import { ARRIVED } from '../table/table.ts'
import { addCheckpoints, alone, checkpointsOf, keptOf, makeAnew, reasonToRebuild } from './postgres/ground.ts'
import { abandon, begin, compare, promote, standing } from './postgres/rebuild.ts'
import { answer, answerFromOlder, isMissing } from './postgres/select.ts'
import { refuseToOpen } from './refuse-to-open.ts'
import { SCHEMA, tableName } from './sql/create-table.ts'
import { upsert } from './sql/upsert.ts'
import type { Checkpoint, Move, Store } from './store.ts'

/** Rows in PostgreSQL. Rows and checkpoints of a commit are one transaction, so a crash at any moment leaves both or neither. */
export function postgresStore(database: Database, failpoint: Failpoint = noFailpoint): Store {
  return {
    async open(model, logId, inputs) {
      await database.prepare()
      return alone(database, async (client) => {
        const rebuilt = await reasonToRebuild(client, model, logId, inputs)
        refuseToOpen(model, rebuilt, (await keptOf(client, model)).get(model.name)?.version)
        if (rebuilt) await makeAnew(client, model)
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

    standing: (model) => standing(database, model),
    begin: (model, logId, inputs, serving) => begin(database, model, logId, inputs, serving),
    promote: (model, logId) => promote(database, model, logId, failpoint),
    abandon: (model) => abandon(database, model),
    compare: (model) => compare(database, model),

    select: (tenant, query) =>
      answer(database, tenant, query).catch((error: unknown) => {
        if (!isMissing(error)) throw error
        return answerFromOlder(database, tenant, query)
      }),

    async expire(table, before) {
      if (table.appendOnly) return 0
      const text = `DELETE FROM ${tableName(table)} WHERE ${ARRIVED} < $1`
      const { rowCount } = await inTransaction(database.projector, 'BEGIN', (client) => client.query(text, [before])).catch(
        (error: unknown) => {
          if (isMissing(error)) return { rowCount: 0 } // it is being built
          throw error
        },
      )
      return rowCount ?? 0
    },
  }
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
