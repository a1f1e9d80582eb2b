import pg from 'pg'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { audit, auditTable } from '../../../projections/models/audit.ts'
import { expireRows } from '../../../projections/runner/expire-rows.ts'
import { memoryStore } from '../../../projections/store/memory.ts'
import { postgresStore } from '../../../projections/store/postgres.ts'
import type { Store } from '../../../projections/store/store.ts'
import { rowBatch } from '../../../projections/table/row-batch.ts'
import { AuditEntries } from '../../../schemas/topics.ts'
import { chainOf } from '../../support/audit/chain.ts'
import { catchUp } from '../../unit/projections/support/catch-up.ts'
import { startDatabase } from '../../unit/projections/support/database.ts'
import { rowsOf } from '../../unit/projections/support/rows-of.ts'
import { createWorld, NOON } from '../../unit/projections/support/world.ts'

const { database, postgres, empty, end } = await startDatabase()
const chain = chainOf(3)
test.before.each(empty)
test.after(end)

for (const [name, create] of [
  ['memory', memoryStore],
  ['PostgreSQL', () => postgresStore(database)],
] as const) {
  test(`should keep the first row of an entry, whatever comes later, in ${name}`, async () => {
    const { store, world } = await projected(create())
    const before = await rowsOf(store, audit)
    assert.equal(
      before.audit.map(({ n, hash }) => [n, hash]),
      chain.map(({ n, hash }) => [n, hash]),
    )
    const batch = rowBatch()
    batch.merge(auditTable, 'default', { n: 2, actor: 'eve' }, NOON + 1)
    assert.ok(await store.commit(audit, world.log.id, [{ topic: AuditEntries.name, partition: 0, from: 3, to: 4 }], batch))
    assert.equal(await rowsOf(store, audit), before)
  })

  test(`should let no row expire in ${name}`, async () => {
    const { store } = await projected(create())
    const later = await createWorld({ now: () => NOON + 86_400_000 })
    await later.append(AuditEntries, 'AuditEntry', chain.slice(2))
    assert.is(await expireRows(store, [audit], later.log), 0)
    assert.is((await rowsOf(store, audit)).audit.length, 3)
  })

  test(`should build the rows again from another log in ${name}`, async () => {
    const { store } = await projected(create())
    await projected(store, 'another log')
    assert.is((await rowsOf(store, audit)).audit.length, 3)
  })
}

const changes = ["UPDATE homeostat.audit SET actor = 'eve'", 'DELETE FROM homeostat.audit', 'TRUNCATE homeostat.audit']

test('should give the projector no right to change or remove a row', async () => {
  await projected(postgresStore(database))
  for (const sql of changes) assert.is(await refusal(database.projector, sql), '42501', sql)
})

test('should refuse every change by a trigger, to the owner and to an administrator too', async () => {
  await projected(postgresStore(database))
  const admin = new pg.Client({ connectionString: postgres.dsn })
  await admin.connect()
  for (const sql of changes) {
    assert.is(await refusal(database.owner, sql), '23000', sql)
    assert.is(await refusal(admin, sql), '23000', sql)
    await admin.query('SET session_replication_role = replica')
    assert.is(await refusal(admin, sql), '23000', `${sql} by a replica`)
    await admin.query('RESET session_replication_role')
  }
  assert.is((await admin.query('SELECT count(*)::int AS n FROM homeostat.audit')).rows[0].n, 3)
  await admin.end()
})

async function projected(store: Store, id = 'a log') {
  const world = await createWorld({ id })
  await world.append(AuditEntries, 'AuditEntry', chain)
  await catchUp(world, store, audit)
  return { store, world }
}

async function refusal(client: Pick<pg.Client, 'query'> | pg.Pool, sql: string): Promise<string> {
  return client.query(sql).then(
    () => 'not refused',
    (error: pg.DatabaseError) => error.code ?? '',
  )
}

test.run()
