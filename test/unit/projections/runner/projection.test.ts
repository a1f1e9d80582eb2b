import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { signals, signalsTable } from '../../../../projections/models/signals.ts'
import { sources } from '../../../../projections/models/sources.ts'
import type { ReadModel } from '../../../../projections/read-model.ts'
import { projection } from '../../../../projections/runner/projection.ts'
import { memoryStore } from '../../../../projections/store/memory.ts'
import type { Store } from '../../../../projections/store/store.ts'
import { HomeostatError } from '../../../../schemas/core/homeostat-error.ts'
import { InsightSignals } from '../../../../schemas/topics.ts'
import { catchUp } from '../support/catch-up.ts'
import { hurriedClock } from '../support/hurried-clock.ts'
import { rowsOf } from '../support/rows-of.ts'
import { aSignal, createWorld, NOON } from '../support/world.ts'

test('should leave out what cannot be read, count it by its reason, and go on', async () => {
  const store = memoryStore()
  const world = await createWorld()
  const good = Buffer.from(world.codec.encode('Signal', aSignal()))
  await world.signals([{ id: 'before' }])
  await world.appendRaw(InsightSignals, 'default/web-1', Buffer.from('not Avro'))
  await world.appendRaw(InsightSignals, 'default/web-1', good.subarray(0, good.length - 3))
  await world.appendRaw(InsightSignals, 'default/web-1', Buffer.concat([Buffer.from([0, 0, 0, 99, 99]), good]))
  await world.appendRaw(InsightSignals, 'no tenant', good)
  await world.appendRaw(InsightSignals, '/web-1', good)
  await world.signals([{ id: 'x'.repeat(2_000) }, { id: 'after' }])
  const places: string[] = []
  const status = await catchUp(world, store, signals, { skipped: (error, place) => places.push(`${place.offset} ${error.code}`) })
  assert.equal(places, [
    '1 HS_RECORD_MALFORMED',
    '2 HS_RECORD_MALFORMED',
    '3 HS_SCHEMA_UNKNOWN',
    '4 HS_KEY_MALFORMED',
    '5 HS_KEY_MALFORMED',
    '6 HS_ROW_TOO_LARGE',
  ])
  assert.equal(status.skipped, { HS_RECORD_MALFORMED: 2, HS_SCHEMA_UNKNOWN: 1, HS_KEY_MALFORMED: 2, HS_ROW_TOO_LARGE: 1 })
  assert.equal(
    (await rowsOf(store, signals)).signals?.map((row) => row.id),
    ['after', 'before'],
  )
  assert.equal(status.positions, [{ topic: 'insight.signals', partition: 0, offset: 8 }])
})

test('should pass over tombstones and records of other types', async () => {
  const store = memoryStore()
  const world = await createWorld()
  await world.log.append([{ topic: InsightSignals.name, key: Buffer.from('default/web-1'), value: null }])
  await world.append(InsightSignals, 'Tick', [{ at: NOON }])
  const status = await catchUp(world, store, signals)
  assert.equal(status.skipped, {})
  assert.equal(
    status.positions.map((position) => position.offset),
    [2],
  )
})

test('should wait while the database is away, show why, and go on where it stood', async () => {
  const world = await createWorld()
  await world.signals([{ id: 'a' }, { id: 'b' }])
  const { store, log } = unreliable(['open', 'commit', 'commit after'])
  const waits: string[] = []
  const status = await catchUp(world, store, sumOf, { waiting: (code) => waits.push(code) })
  assert.equal(waits, Array(3).fill('HS_DATABASE_UNAVAILABLE'))
  assert.equal(log, ['open', 'commit', 'commit after'])
  assert.is(status.state, 'stopped')
  assert.is((await rowsOf(store, sumOf)).sums?.[0]?.count, 2)
})

test('should show that it waits', async () => {
  const { log, codec } = await createWorld()
  const stop = new AbortController()
  const away = { ...memoryStore(), open: async () => Promise.reject(new HomeostatError('HS_DATABASE_UNAVAILABLE')) }
  const running = projection(signals, { log, codec, store: away, clock: hurriedClock() }, { waiting: () => stop.abort() })
  assert.is(running.status().state, 'opening')
  const ended = running.run(stop.signal)
  await ended
  assert.is(running.status().state, 'stopped')
  assert.is(running.status().code, 'HS_DATABASE_UNAVAILABLE')
})

test('should stop with the error when waiting cannot help', async () => {
  const { log, codec } = await createWorld()
  const broken = { ...memoryStore(), open: async () => Promise.reject(new TypeError('a bug')) }
  const running = projection(signals, { log, codec, store: broken, clock: hurriedClock() })
  await running.run(new AbortController().signal).then(
    () => assert.unreachable(),
    (error) => assert.is(error.message, 'a bug'),
  )
  assert.equal([running.status().state, running.status().code, running.status().message], ['failed', 'HS_INTERNAL', 'a bug'])
})

test('should count once what two runners of one model read at the same time', async () => {
  const world = await createWorld()
  const store = memoryStore()
  const { log, codec } = world
  const stop = new AbortController()
  const clock = hurriedClock(() => {
    if (one.status().positions[0]?.offset === 300 && two.status().positions[0]?.offset === 300) stop.abort()
  })
  const one = projection(sumOf, { log, codec, store, clock })
  const two = projection(sumOf, { log, codec, store, clock })
  const running = [one.run(stop.signal), two.run(stop.signal)]
  for (let i = 0; i < 100; i++) {
    await world.signals([{ id: 'a' }, { id: 'b' }, { id: 'c' }])
    await clock.pause()
  }
  await Promise.all(running)
  assert.is((await rowsOf(store, sumOf)).sums?.[0]?.count, 300)
})

test('should begin again when the database has forgotten its last commits while nothing happened', async () => {
  const world = await createWorld()
  await world.signals([{ id: 'a' }, { id: 'b' }])
  const reasons: string[] = []
  const stop = new AbortController()
  let current = memoryStore()
  const store: Store = {
    ...current,
    open: (...args) => current.open(...args),
    commit: (...args) => current.commit(...args),
    isAt: (...args) => current.isAt(...args),
    select: (...args) => current.select(...args),
    expire: (...args) => current.expire(...args),
  }
  const clock = hurriedClock(() => {
    if (!running.status().caughtUp) return
    if (reasons.length === 1) current = memoryStore()
    else stop.abort()
  })
  const running = projection(sumOf, { ...world, store, clock }, { rebuilding: (_model, reason) => reasons.push(reason) })
  await running.run(stop.signal)
  assert.equal(reasons, ['new', 'new'])
  assert.is((await rowsOf(current, sumOf)).sums?.[0]?.count, 2)
})

test('should commit what it has folded when it is told to stop', async () => {
  const world = await createWorld()
  const store = memoryStore()
  await world.frames([{}, { at: NOON + 1 }])
  const stop = new AbortController()
  const clock = { ...hurriedClock(() => stop.abort()), now: () => 0 }
  await projection({ ...sources, commitAfterMs: 1e9 }, { ...world, store, clock }).run(stop.signal)
  assert.is((await rowsOf(store, sources)).sources?.[0]?.frames, 2)
})

test('should tell which rows a commit has changed', async () => {
  const world = await createWorld()
  const changed: string[] = []
  await world.signals([{ id: 'a' }, { id: 'b' }])
  await catchUp(world, memoryStore(), signals, {
    committed: ({ model, rows }) => changed.push(model, ...rows.rows(signalsTable).map((row) => String(row.id))),
  })
  assert.equal(changed, ['signals', 'a', 'b'])
})

/** Counts signals: a record that is applied twice shows. */
const sums = {
  name: 'sums',
  topic: InsightSignals,
  key: { tenant_id: 'text' },
  columns: { count: { type: 'whole', merge: 'add' } },
} as const
const sumOf: ReadModel = {
  name: 'sums',
  version: 1,
  reads: [InsightSignals],
  tables: [sums],
  commitAfterMs: 0,
  apply: (_event, rows) => rows.merge(sums, { count: 1 }),
}

/** A store that is away once at each of the given moments, in this order. */
function unreliable(moments: ('open' | 'commit' | 'commit after')[]): { store: Store; log: string[] } {
  const store = memoryStore()
  const log: string[] = []
  const failAt = (moment: string) => {
    if (moments[0] !== moment) return
    moments.shift()
    log.push(moment)
    throw new HomeostatError('HS_DATABASE_UNAVAILABLE')
  }
  return {
    log,
    store: {
      ...store,
      async open(...args) {
        failAt('open')
        return store.open(...args)
      },
      async commit(...args) {
        failAt('commit')
        const committed = await store.commit(...args)
        failAt('commit after')
        return committed
      },
    },
  }
}

test.run()
