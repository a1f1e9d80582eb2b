import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { signals, signalsTable } from '../../../../projections/models/signals.ts'
import type { ReadModel } from '../../../../projections/read-model.ts'
import { type KeeperOptions, keepModel } from '../../../../projections/runner/keep-model.ts'
import type { Rebuilt } from '../../../../projections/runner/rebuild.ts'
import { memoryStore } from '../../../../projections/store/memory.ts'
import type { Store } from '../../../../projections/store/store.ts'
import { rowBatch } from '../../../../projections/table/row-batch.ts'
import { catchUp } from '../support/catch-up.ts'
import { hurriedClock } from '../support/hurried-clock.ts'
import { rowsOf } from '../support/rows-of.ts'
import { createWorld, NOON, type World } from '../support/world.ts'

const inputs = async ({ log }: World) => (await log.partitions()).filter(({ topic }) => topic === 'insight.signals')
/** The same rows, with a hint that tells which version made them. */
const version = (number: number): ReadModel => ({
  ...signals,
  version: number,
  apply(event, rows) {
    if (event.type === 'Signal') rows.merge(signalsTable, { id: event.value.id, hint: `made by ${number}` })
  },
})
const hints = async (store: Store) => (await rowsOf(store, signals)).signals?.map((row) => row.hint)

test('should build the rows anew when somebody asks, and tell that they are the same', async () => {
  const { world, store } = await withRows(['a', 'b'])
  await store.begin(signals, world.log.id, await inputs(world), signals.version)
  const rebuilt: Rebuilt[] = []
  await catchUp(world, store, signals, { rebuilt: (one) => rebuilt.push(one) })
  const differences = [{ table: 'signals', gone: 0, added: 0, changed: 0 }]
  assert.equal(rebuilt, [{ model: 'signals', from: signals.version, version: signals.version, differences }])
  assert.is((await store.standing(signals)).next, undefined)
})

test('should not hold retention back once it is built', async () => {
  const { world, store } = await withRows(['a', 'b'])
  await store.begin(signals, world.log.id, await inputs(world), signals.version)
  await catchUp(world, store, signals)
  await world.signals([{ id: 'c' }])
  await catchUp(world, store, signals)
  await world.log.maintain(NOON + 1, [{ topic: 'insight.signals', maxAgeMs: 0 }])
  assert.equal(await world.log.bounds('insight.signals', 0), { start: 3, end: 3 })
})

test('should tell which rows were not what the log says, and replace them', async () => {
  const { world, store } = await withRows(['a', 'b'])
  const wrong = rowBatch()
  wrong.merge(signalsTable, 'default', { id: 'b', hint: 'invented' }, NOON)
  await store.commit(signals, world.log.id, [], wrong)
  await store.begin(signals, world.log.id, await inputs(world), signals.version)
  const rebuilt: Rebuilt[] = []
  await catchUp(world, store, signals, { rebuilt: (one) => rebuilt.push(one) })
  assert.equal(rebuilt[0]?.differences, [{ table: 'signals', gone: 0, added: 0, changed: 1 }])
  assert.not((await hints(store))?.includes('invented'))
})

test('should answer from the old rows and keep them going forward until the new ones take their place', async () => {
  const world = await createWorld()
  const store = memoryStore()
  await world.signals(Array.from({ length: 50 }, (_, i) => ({ id: `${i}` })))
  await catchUp(world, store, version(1))
  let sent = 50
  let forward = 0
  const seen = new Set<string>()
  const stop = new AbortController()
  const look = async () => {
    const rows = (await rowsOf(store, signals)).signals ?? []
    const makers = new Set(rows.map((row) => String(row.hint)))
    assert.is(makers.size, 1, 'rows of two versions at once')
    for (const maker of makers) seen.add(maker)
    assert.ok(rows.length >= 50, 'rows were missing')
    if (makers.has('made by 1')) forward = Math.max(forward, rows.length)
  }
  const looks: Promise<void>[] = []
  const clock = hurriedClock(() => {
    looks.push(look())
    if (sent < 80) looks.push(world.signals([{ id: `${sent++}` }]))
    else if (keeper.status().caughtUp && seen.has('made by 2')) stop.abort()
  })
  const keeper = keepModel({ ...version(2), before: version(1) }, { ...world, store, clock })
  await keeper.run(stop.signal)
  await Promise.all(looks)
  assert.ok(forward > 50, 'the old rows stood still')
  assert.equal(await hints(store), Array(80).fill('made by 2'))
})

test('should leave rows of a version that it does not know as they are until the new ones take their place', async () => {
  const { world, store } = await withRows(['a'])
  await world.signals([{ id: 'b' }])
  const reasons: string[] = []
  await catchUp(world, store, version(9), { rebuilding: (_model, reason) => reasons.push(reason) })
  assert.equal(reasons, ['version'])
  assert.equal(await hints(store), ['made by 9', 'made by 9'])
})

test('should go back to an older version where no other process keeps the rows', async () => {
  const world = await createWorld()
  const store = memoryStore()
  await world.signals([{ id: 'a' }])
  await catchUp(world, store, version(2))
  await catchUp(world, store, version(1))
  assert.equal(await hints(store), ['made by 1'])
})

test('should wait beside newer processes, say why, and go back when somebody asks for it', async () => {
  const world = await createWorld()
  const store = memoryStore()
  await world.signals([{ id: 'a' }])
  await catchUp(world, store, version(2))
  const stop = new AbortController()
  let asked = false
  const clock = hurriedClock(() => {
    if (keeper.status().state === 'waiting' && !asked) {
      asked = true
      assert.equal([keeper.status().code, keeper.status().positions.length], ['HS_MODEL_NEWER', 1])
      void inputs(world).then((all) => store.begin(version(1), world.log.id, all, 2))
    }
    if (keeper.status().caughtUp) stop.abort()
  })
  const keeper = keepModel(version(1), { ...world, store, clock }, {}, { shared: true })
  await keeper.run(stop.signal)
  assert.ok(asked)
  assert.equal(await hints(store), ['made by 1'])
})

test('should give up what was built for a log that is gone', async () => {
  const { world, store } = await withRows(['a', 'b'])
  await store.begin(signals, world.log.id, await inputs(world), signals.version)
  const other = await createWorld({ id: 'another' })
  await other.signals([{ id: 'c' }])
  await catchUp(other, store, signals)
  assert.is((await store.standing(signals)).next, undefined)
  assert.equal(
    (await rowsOf(store, signals)).signals?.map((row) => row.id),
    ['c'],
  )
})

test('should let two processes build the same rows and count nothing twice', async () => {
  const { world, store } = await withRows(['a', 'b', 'c'])
  await store.begin(signals, world.log.id, await inputs(world), signals.version)
  const stop = new AbortController()
  const options: KeeperOptions = { shared: true }
  let switched = 0
  const listener = { rebuilt: () => switched++ }
  const clock = hurriedClock(() => {
    if (switched > 0 && [one, two].some((each) => each.status().caughtUp)) stop.abort()
  })
  const one = keepModel(signals, { ...world, store, clock }, listener, options)
  const two = keepModel(signals, { ...world, store, clock }, listener, options)
  await Promise.all([one.run(stop.signal), two.run(stop.signal)])
  assert.is(switched, 1)
  assert.is((await rowsOf(store, signals)).signals?.length, 3)
})

async function withRows(ids: readonly string[]) {
  const world = await createWorld()
  const store = memoryStore()
  await world.signals(ids.map((id) => ({ id })))
  await catchUp(world, store, signals)
  return { world, store }
}

test.run()
