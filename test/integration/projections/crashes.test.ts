import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { series } from '../../../projections/models/series.ts'
import { signals } from '../../../projections/models/signals.ts'
import { sources } from '../../../projections/models/sources.ts'
import { type Projection, projection } from '../../../projections/runner/projection.ts'
import { memoryStore } from '../../../projections/store/memory.ts'
import { postgresStore } from '../../../projections/store/postgres.ts'
import type { Store } from '../../../projections/store/store.ts'
import { systemClock } from '../../../streams/runtime/ports/clock.ts'
import type { FailpointName } from '../../../streams/runtime/ports/failpoint.ts'
import { catchUp } from '../../unit/projections/support/catch-up.ts'
import { startDatabase } from '../../unit/projections/support/database.ts'
import { rowsOf } from '../../unit/projections/support/rows-of.ts'
import { createWorld, NOON, type World } from '../../unit/projections/support/world.ts'

const { database, postgres, empty, end } = await startDatabase()
const models = [signals, sources, series]

test.before.each(empty)
test.after(end)

test('should end with the same rows when the process ended at any point of a commit', async () => {
  for (const point of ['projection.mid', 'projection.before-commit', 'projection.after-commit'] as const) {
    await empty()
    const world = await createWorld()
    for (let round = 0; round < 4; round++) {
      await happen(world, round)
      for (const model of models) {
        const crashing = postgresStore(database, crashAt(point))
        await catchUp(world, crashing, model).then(
          () => assert.unreachable(),
          (error) => assert.is(error.message, point),
        )
        if (round % 2 === 1) await catchUp(world, postgresStore(database), model)
      }
    }
    assert.equal(await allRows(postgresStore(database)), await undisturbed(4))
  }
})

test('should lose nothing and count nothing twice when the database is killed while it works', async () => {
  const world = await createWorld()
  const { log, codec } = world
  const store = postgresStore(database)
  const stop = new AbortController()
  const ports = { log, codec, store, clock: systemClock }
  const waits: string[] = []
  const running = models.map((model) =>
    projection({ ...model, commitAfterMs: 5 }, ports, { waiting: (code) => waits.push(code) }),
  )
  const ended = running.map((one) => one.run(stop.signal))
  for (let round = 0; round < 30; round++) {
    await happen(world, round)
    if (round % 10 === 5) {
      const killed = postgres.pid()
      process.kill(killed, 'SIGKILL')
      while (postgres.pid() === killed) await systemClock.pause()
    }
    await systemClock.pause()
  }
  await until(world, running)
  stop.abort()
  await Promise.all(ended)
  assert.ok(waits.length > 0)
  assert.equal(new Set(waits), new Set(['HS_DATABASE_UNAVAILABLE']))
  assert.equal(await allRows(store), await undisturbed(30))
})

test('should build everything again when somebody has removed the tables', async () => {
  const world = await createWorld()
  const store = postgresStore(database)
  await happen(world, 0)
  for (const model of models) await catchUp(world, store, model)
  const before = await allRows(store)
  await database.owner.query('DROP TABLE homeostat.signals')
  await catchUp(world, store, signals)
  assert.equal(await allRows(store), before)
  await database.owner.query('DROP SCHEMA homeostat CASCADE')
  for (const model of models) await catchUp(world, store, model)
  assert.equal(await allRows(store), before)
})

async function happen(world: World, round: number): Promise<void> {
  const at = NOON - 400_000 + round * 1_000
  await world.frames(Array.from({ length: 20 }, (_, i) => ({ source: `web-${i % 7}`, at: at + i, metrics: { a: round, b: i } })))
  await world.signals(Array.from({ length: 20 }, (_, i) => ({ id: `s${round}-${i}`, at: at + i })))
  await world.signals([{ id: `s${round}-3`, phase: 'cleared', at: at + 500 }])
}

async function undisturbed(rounds: number) {
  const world = await createWorld()
  const store = memoryStore()
  for (let round = 0; round < rounds; round++) await happen(world, round)
  for (const model of models) await catchUp(world, store, model)
  return allRows(store)
}

async function allRows(store: Store) {
  return Promise.all(models.map((model) => rowsOf(store, model)))
}

/** Ends the runner the first time that it comes by. */
function crashAt(point: FailpointName) {
  return (name: FailpointName) => {
    if (name === point) throw new Error(point)
  }
}

async function until(world: World, running: readonly Projection[]): Promise<void> {
  const ends = new Map((await world.log.partitions()).map(({ topic, partition, end: last }) => [`${topic}/${partition}`, last]))
  const isThere = ({ topic, partition, offset }: { topic: string; partition: number; offset: number }) =>
    offset === ends.get(`${topic}/${partition}`)
  const isDone = (one: Projection) => one.status().positions.length > 0 && one.status().positions.every(isThere)
  while (!running.every(isDone)) await systemClock.pause()
}

test.run()
