import pg from 'pg'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { series } from '../../../projections/models/series.ts'
import { signals } from '../../../projections/models/signals.ts'
import { sources } from '../../../projections/models/sources.ts'
import { connect } from '../../../projections/postgres/connect.ts'
import { inTransaction } from '../../../projections/postgres/in-transaction.ts'
import { postgresStore } from '../../../projections/store/postgres.ts'
import { catchUp } from '../../unit/projections/support/catch-up.ts'
import { startDatabase } from '../../unit/projections/support/database.ts'
import { rowsOf } from '../../unit/projections/support/rows-of.ts'
import { createWorld } from '../../unit/projections/support/world.ts'

const { database, postgres, empty, end } = await startDatabase()
const models = [signals, sources, series]
const tables = models.flatMap((model) => model.tables.map((table) => table.name))

test.before.each(async () => {
  await empty()
  const world = await createWorld()
  await world.signals([{ id: 'a' }])
  await world.frames([{}])
  for (const model of models) await catchUp(world, postgresStore(database), model)
})
test.after(end)

test('should show the API the rows of the tenant that it names, and none without', async () => {
  const count = (tenant: string | null) =>
    inTransaction(database.api, 'BEGIN', async (client) => {
      if (tenant !== null) await client.query("SELECT set_config('homeostat.tenant', $1, true)", [tenant])
      return Number((await client.query('SELECT count(*) AS n FROM homeostat.signals')).rows[0].n)
    })
  assert.equal(
    [await count('default'), await count('other'), await count(''), await count(null), await count('*')],
    [1, 0, 0, 0, 0],
  )
})

test('should take its role whatever the DSN says', async () => {
  const sly = await connect(`${postgres.dsn}?options=-c%20role%3Dhomeostat`)
  for (const [pool, role] of [
    [sly.api, 'homeostat_api'],
    [sly.projector, 'homeostat_projector'],
    [sly.owner, 'homeostat_owner'],
  ] as const) {
    assert.equal((await pool.query('SELECT current_user AS role')).rows, [{ role }])
  }
  await sly.close()
})

test('should not carry the tenant from one transaction into the next', async () => {
  const one = await database.api.connect()
  await one.query("BEGIN; SELECT set_config('homeostat.tenant', 'default', true); COMMIT")
  assert.equal((await one.query('SELECT id FROM homeostat.signals')).rows, [])
  one.release()
})

test('should not let the API write, see checkpoints, or make tables', async () => {
  for (const sql of [
    "INSERT INTO homeostat.signals (tenant_id, id) VALUES ('default', 'x')",
    "UPDATE homeostat.signals SET hint = 'x'",
    'DELETE FROM homeostat.signals',
    'TRUNCATE homeostat.signals',
    'SELECT * FROM homeostat.checkpoints',
    'CREATE TABLE homeostat.mine (n integer)',
    'ALTER TABLE homeostat.signals DISABLE ROW LEVEL SECURITY',
  ]) {
    assert.is(await refusal(database.api, sql), '42501', sql)
  }
})

test('should force row-level security on every table, so that the owner sees nothing either', async () => {
  const { rows } = await database.owner.query(
    "SELECT relname FROM pg_class WHERE relnamespace = 'homeostat'::regnamespace AND relkind = 'r' AND relrowsecurity AND relforcerowsecurity",
  )
  assert.equal(rows.map((row) => row.relname).sort(), ['checkpoints', ...tables].sort())
  for (const table of [...tables, 'checkpoints']) {
    assert.equal((await database.owner.query(`SELECT * FROM homeostat.${table}`)).rows, [])
    const { rows: columns } = await database.owner.query(
      `SELECT 1 FROM pg_attribute WHERE attrelid = 'homeostat.${table}'::regclass AND attname = 'tenant_id' AND attnotnull`,
    )
    assert.is(columns.length, 1, table)
  }
})

test('should not let the projector make or remove tables', async () => {
  assert.is(await refusal(database.projector, 'DROP TABLE homeostat.signals'), '42501')
  assert.is(await refusal(database.projector, 'CREATE TABLE homeostat.mine (n integer)'), '42501')
})

test('should print the SQL when the user may not create roles, and work once it was run', async () => {
  await database.owner.query('DROP SCHEMA homeostat CASCADE')
  const admin = new pg.Client({ connectionString: postgres.dsn })
  await admin.connect()
  await admin.query('CREATE ROLE modest LOGIN')
  await admin.query('CREATE DATABASE theirs')
  const dsn = postgres.dsn.replace('homeostat@', 'modest@').replace(/postgres$/, 'theirs')
  const error = await connect(dsn).then(
    () => assert.unreachable(),
    (refused) => refused,
  )
  assert.is(error.code, 'HS_DATABASE_ROLE')
  const sql = error.message.slice(error.message.indexOf('\n'))
  const adminThere = new pg.Client({ connectionString: postgres.dsn.replace(/postgres$/, 'theirs') })
  await adminThere.connect()
  await adminThere.query(`BEGIN; ${sql}; COMMIT`)
  await adminThere.end()
  const theirs = await connect(dsn)
  const world = await createWorld()
  await world.signals([{ id: 'b' }])
  await catchUp(world, postgresStore(theirs), signals)
  assert.equal(
    (await rowsOf(postgresStore(theirs), signals)).signals?.map((row) => row.id),
    ['b'],
  )
  await theirs.close()
  await admin.end()
})

test('should say that the database cannot be reached', async () => {
  for (const dsn of ['postgres://nobody@127.0.0.1:1/none', `${postgres.dsn}_missing`, 'postgres://u@%2Fnowhere/db']) {
    await connect(dsn).then(
      () => assert.unreachable(),
      (error) => assert.is(error.code, 'HS_DATABASE_UNAVAILABLE', dsn),
    )
  }
})

async function refusal(pool: pg.Pool, sql: string): Promise<string> {
  return pool.query(sql).then(
    () => 'allowed',
    (error) => String(error.code),
  )
}

test.run()
