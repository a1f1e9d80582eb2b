import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { series } from '../../../projections/models/series.ts'
import { signals } from '../../../projections/models/signals.ts'
import { sources } from '../../../projections/models/sources.ts'
import { keepModel } from '../../../projections/runner/keep-model.ts'
import type { Rebuilt } from '../../../projections/runner/rebuild.ts'
import { postgresStore } from '../../../projections/store/postgres.ts'
import type { Row } from '../../../projections/table/table.ts'
import { systemClock } from '../../../streams/runtime/ports/clock.ts'
import { type FailpointName, rebuildFailpointNames } from '../../../streams/runtime/ports/failpoint.ts'
import { catchUp } from '../../unit/projections/support/catch-up.ts'
import { startDatabase } from '../../unit/projections/support/database.ts'
import { rowsOf } from '../../unit/projections/support/rows-of.ts'
import { createWorld, NOON, type World } from '../../unit/projections/support/world.ts'

const { database, empty, end } = await startDatabase()
const models = [signals, sources, series]

test.before.each(empty)
test.after(end)

test('should answer every question with the same rows while they are built anew and switched', async () => {
  const world = await createWorld()
  const store = postgresStore(database)
  await happen(world, 0)
  for (const model of models) await catchUp(world, store, model)
  const before = await Promise.all(models.map((model) => rowsOf(store, model)))
  const stop = new AbortController()
  const rebuilt: Rebuilt[] = []
  const keepers = models.map((model) =>
    keepModel(model, { ...world, store, clock: systemClock }, { rebuilt: (one) => rebuilt.push(one) }),
  )
  for (const model of models) await beginRebuild(world, store, model)
  const running = keepers.map((keeper) => keeper.run(stop.signal))
  let asked = 0
  while (rebuilt.length < models.length) {
    for (const [i, model] of models.entries()) {
      const table = model.tables[asked % model.tables.length]
      const rows = await store.select('default', { table, where: [], order: Object.keys(table.key), limit: 1_000 })
      assert.equal(rows, before[i][table.name])
    }
    asked++
  }
  stop.abort()
  await Promise.all(running)
  assert.ok(asked > 3, 'there was no time to ask')
  assert.equal(
    rebuilt.flatMap(({ differences }) => differences).filter((one) => one && one.gone + one.added + one.changed > 0),
    [],
  )
  assert.equal(await leftovers(), [])
})

for (const point of rebuildFailpointNames) {
  test(`should have the old rows or the new ones, and finish, after a crash at ${point}`, async () => {
    const world = await createWorld()
    const store = postgresStore(database)
    await happen(world, 0)
    await catchUp(world, store, sources)
    await happen(world, 1)
    const newer = { ...sources, version: sources.version + 1 }
    await crash(world, newer, point)
    assert.ok([20, 40].includes(framesOf((await rowsOf(store, sources)).sources)), point)
    await happen(world, 2)
    await catchUp(world, store, newer)
    assert.is(framesOf((await rowsOf(store, sources)).sources), 60)
    assert.equal(await leftovers(), [])
  })
}

test('should let the API read what was built, tenant by tenant, and nothing else', async () => {
  const world = await createWorld()
  const store = postgresStore(database)
  await world.signals([{ id: 'ours' }])
  await world.signals([{ id: 'theirs' }], { tenant: 'other' })
  await catchUp(world, store, signals)
  await catchUp(world, store, { ...signals, version: signals.version + 1 })
  const ids = async (tenant: string) => (await rowsOf(store, signals, tenant)).signals?.map((row) => row.id)
  assert.equal([await ids('default'), await ids('other'), await ids('nobody')], [['ours'], ['theirs'], []])
  const { rows } = await database.owner.query(
    "SELECT relrowsecurity AND relforcerowsecurity AS guarded FROM pg_class WHERE oid = 'homeostat.signals'::regclass",
  )
  assert.equal(rows, [{ guarded: true }])
})

test('should remove tables that the new version does not have', async () => {
  const world = await createWorld()
  const store = postgresStore(database)
  await happen(world, 0)
  await catchUp(world, store, sources)
  await catchUp(world, store, {
    ...sources,
    version: sources.version + 1,
    tables: sources.tables.slice(0, 1),
    apply: (event, rows) => {
      if (event.type === 'Frame') sources.apply(event, rows)
    },
  })
  const { rows } = await database.owner.query(
    "SELECT relname FROM pg_class WHERE relnamespace = 'homeostat'::regnamespace AND relkind = 'r' ORDER BY relname",
  )
  assert.equal(
    rows.map(({ relname }) => relname),
    ['checkpoints', 'sources'],
  )
})

test('should not let readers wait for a switch that one of them holds up, and switch when that one is done', async () => {
  const world = await createWorld()
  const store = postgresStore(database)
  await happen(world, 0)
  await catchUp(world, store, signals)
  const reader = await database.projector.connect()
  await reader.query('BEGIN; SELECT count(*) FROM homeostat.signals')
  await beginRebuild(world, store, signals)
  const stop = new AbortController()
  const promoted: string[] = []
  const watched = {
    ...store,
    async promote(...args: Parameters<typeof store.promote>) {
      const promotion = await store.promote(...args)
      promoted.push(promotion)
      if (promotion === 'busy') await reader.query('COMMIT')
      if (promotion === 'switched') stop.abort()
      return promotion
    },
  }
  await keepModel(signals, { ...world, store: watched, clock: systemClock }).run(stop.signal)
  reader.release()
  assert.equal(promoted, ['busy', 'switched'])
  assert.is((await rowsOf(store, signals)).signals?.length, 20)
})

async function happen(world: World, round: number): Promise<void> {
  const at = NOON - 400_000 + round * 1_000
  await world.frames(Array.from({ length: 20 }, (_, i) => ({ source: `web-${i % 7}`, at: at + i, metrics: { a: round, b: i } })))
  await world.signals(Array.from({ length: 20 }, (_, i) => ({ id: `s${round}-${i}`, at: at + i })))
}

async function beginRebuild({ log }: World, store: ReturnType<typeof postgresStore>, model: (typeof models)[number]) {
  const inputs = (await log.partitions()).filter(({ topic }) => model.reads.some(({ name }) => name === topic))
  assert.ok(await store.begin(model, log.id, inputs, model.version))
}

async function crash(world: World, model: typeof sources, point: FailpointName): Promise<void> {
  const failpoint = (name: FailpointName) => {
    if (name === point) throw new Error(point)
  }
  const ports = { ...world, store: postgresStore(database, failpoint), clock: systemClock }
  await keepModel(model, ports, {}, { failpoint })
    .run(new AbortController().signal)
    .then(
      () => assert.unreachable(),
      (error) => assert.is(error.message, point),
    )
}

function framesOf(rows: readonly Row[] = []): number {
  return rows.reduce((sum, row) => sum + Number(row.frames), 0)
}

/** Tables and checkpoints of what was built beside. */
async function leftovers(): Promise<string[]> {
  const tables = await database.owner.query(
    "SELECT relname AS name FROM pg_class WHERE relnamespace = 'homeostat'::regnamespace AND relkind = 'r' AND relname LIKE '%next'",
  )
  const checkpoints = await database.projector.query("SELECT model AS name FROM homeostat.checkpoints WHERE model LIKE '%next'")
  return [...tables.rows, ...checkpoints.rows].map(({ name }) => name)
}

test.run()
