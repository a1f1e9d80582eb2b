import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { readModels } from '../../../ops/app/read-models.ts'
import { TENANT } from '../../../projections/api/reading.ts'
import { inTransaction } from '../../../projections/postgres/in-transaction.ts'
import { postgresStore } from '../../../projections/store/postgres.ts'
import { tableName } from '../../../projections/store/sql/create-table.ts'
import { upsert } from '../../../projections/store/sql/upsert.ts'
import type { RowBatch } from '../../../projections/table/row-batch.ts'
import { startDatabase } from '../../unit/projections/support/database.ts'
import { runApp, scratchFolder } from '../ordeal/support/running-app.ts'
import { until } from '../ordeal/support/until.ts'
import { type Documented, generatedRequests } from './support/generated-requests.ts'
import { AROUND, FOREIGN, rowsOfTwo } from './support/tenant-rows.ts'

// A whole installation on a database that has the rows of two tenants in every table of every read model; whoever adds a model or a
// route is covered without a change here.
const OTHER = 'somebody-else'
const { postgres, database, end } = await startDatabase()
const folder = scratchFolder()
const { client } = await runApp(folder.path, { postgresDsn: postgres.dsn })
test.after(async () => {
  await folder.remove()
  await end()
})
await until('every read model is there', async () => ((await client.get('/healthz')).body as { status: string }).status === 'ok')

const tables = readModels.flatMap((model) => model.tables)
const rows = rowsOfTwo(tables, TENANT, OTHER)

async function write(batch: RowBatch): Promise<void> {
  for (const table of batch.tables()) {
    const { text, values } = upsert(table, batch.rows(table))
    await inTransaction(database.projector, 'BEGIN', (connection) => connection.query(text, [...values]))
  }
}

interface Told {
  readonly address: string
  readonly status: number
  readonly body: unknown
}

async function askAll(addresses: readonly string[]): Promise<Told[]> {
  const told: Told[] = []
  for (const address of addresses) {
    const { status, body } = await client.get(address)
    told.push({ address, status, body })
  }
  return told
}

/** What the API's role sees of a table. */
async function seen(name: string, claim?: string): Promise<string[]> {
  return inTransaction(database.api, 'BEGIN READ ONLY', async (connection) => {
    if (claim !== undefined) await connection.query("SELECT set_config('homeostat.tenant', $1, true)", [claim])
    return (await connection.query(`SELECT tenant_id FROM ${name}`)).rows.map((row) => row.tenant_id)
  })
}

await write(rows.own)
const document = (await client.get('/openapi.json')).body as Documented
// These tell of the process, which goes on meanwhile, and not of rows.
const ofTheProcess = /^\/(healthz|readyz|metrics|topics|signals\/stream)\?/
const addresses = generatedRequests(document, 60).filter((address) => !ofTheProcess.test(address))
const before = await askAll(addresses)
await write(rows.other)

test('should give the same answers whether there are rows of somebody else or not, on every route', async () => {
  const after = await askAll(addresses)
  assert.equal(after, before)
  const found = before.filter(({ status, body }) => status === 200 && JSON.stringify(body).length > 60)
  const routes = new Set(found.map(({ address }) => address.split(/[/?]/)[1]))
  assert.ok(routes.size >= 4 && found.length > addresses.length / 4, `${found.length} of ${addresses.length} found something`)
})

test('should show nothing of somebody else where an answer is not the same twice', async () => {
  for (const path of ['/', '/?source=source-3', '/?all=yes', '/healthz', '/topics', '/metrics', '/budget', '/openapi.json']) {
    const { status, body } = await client.get(path)
    assert.is(status, 200, path)
    assert.not.match(typeof body === 'string' ? body : JSON.stringify(body), FOREIGN)
  }
})

test('should send nothing of somebody else to who follows the signals from the beginning', async () => {
  const abort = new AbortController()
  const cursor = Buffer.from(JSON.stringify([AROUND - 3_600_000, ''])).toString('base64url')
  const answer = await fetch(`${client.url}/signals/stream`, { headers: { 'last-event-id': cursor }, signal: abort.signal })
  const own = rows.own.rows(tables[0]).length
  let text = ''
  for await (const chunk of answer.body ?? []) {
    text += Buffer.from(chunk).toString()
    if (text.split('event: signal').length - 1 >= own) break
  }
  abort.abort()
  const values = [...text.matchAll(/"value":(-?[\d.]+)/g)].map(([, value]) => Number(value))
  assert.equal(values, [0, 1, 2, 3, 4, 5])
})

test('should show the API without a claim no row of any table, whatever SQL it runs', async () => {
  const readable = await database.owner.query<{ name: string }>(
    `SELECT oid::regclass::text AS name FROM pg_class WHERE relnamespace = 'homeostat'::regnamespace
     AND relkind IN ('r', 'v', 'm', 'p', 'f') AND has_table_privilege('homeostat_api', oid, 'SELECT')`,
  )
  const names = readable.rows.map(({ name }) => (name.includes('.') ? name : `homeostat.${name}`))
  for (const table of tables) assert.ok(names.includes(tableName(table)), table.name)
  for (const name of names) {
    assert.equal(await seen(name), [], name)
    assert.equal(await seen(name, ''), [], name)
    for (const claim of [TENANT, OTHER])
      assert.ok(
        (await seen(name, claim)).every((tenant) => tenant === claim),
        name,
      )
  }
})

test('should have had something to hide: the other one sees its own rows in every table', async () => {
  for (const table of tables) {
    assert.ok((await seen(tableName(table), OTHER)).length > 0, table.name)
    assert.ok((await seen(tableName(table), TENANT)).length > 0, table.name)
  }
  const theirs = await postgresStore(database).select(OTHER, { table: tables[0], where: [], order: ['at', 'id'], limit: 100 })
  assert.match(JSON.stringify(theirs), FOREIGN)
})

test.run()
