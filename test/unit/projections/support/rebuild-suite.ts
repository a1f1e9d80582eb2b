import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { signals, signalsTable } from '../../../../projections/models/signals.ts'
import { foldTo } from '../../../../projections/runner/fold-to.ts'
import { nextOf } from '../../../../projections/runner/next-of.ts'
import type { Store } from '../../../../projections/store/store.ts'
import type { Query } from '../../../../projections/table/query.ts'
import { rowBatch } from '../../../../projections/table/row-batch.ts'
import { catchUp } from './catch-up.ts'
import { hurriedClock } from './hurried-clock.ts'
import { rowsOf } from './rows-of.ts'
import { onlySignals } from './store-suite.ts'
import { createWorld, NOON } from './world.ts'

/** What every store must do when rows are built beside others; `create` gives an empty one. */
export function rebuildSuite(create: () => Promise<Store>): void {
  test('should refuse to open rows of another version, so that they stay until others are built', async () => {
    const store = await create()
    const world = await createWorld()
    await world.signals([{ id: 'a' }])
    await catchUp(world, store, signals)
    const inputs = onlySignals(await world.log.partitions())
    const refused = await store.open({ ...signals, version: signals.version + 1 }, world.log.id, inputs).then(
      () => 'opened',
      (error) => error.code,
    )
    assert.is(refused, 'HS_MODEL_VERSION')
    assert.is((await rowsOf(store, signals)).signals?.length, 1)
  })

  test('should build beside the rows, and put what was built in their place only when it is as far', async () => {
    const store = await create()
    const world = await createWorld()
    await world.signals([{ id: 'a' }, { id: 'b' }])
    await catchUp(world, store, signals)
    const inputs = onlySignals(await world.log.partitions())
    const { log } = world
    const next = nextOf(signals)
    const ports = { ...world, store, clock: hurriedClock() }
    const to = (offset: number) => foldTo(next, ports, [{ topic: 'insight.signals', partition: 0, offset }], NEVER)
    assert.is(await store.begin(signals, log.id, inputs, signals.version + 6), false)
    assert.is(await store.promote(signals, log.id), 'behind')
    assert.is(await store.begin(signals, log.id, inputs, signals.version), true)
    assert.is(await to(1), true)
    assert.is(await store.begin(signals, log.id, inputs, signals.version), true)
    const there = await store.standing(signals)
    assert.equal([there.serving?.checkpoints[0]?.next, there.next?.checkpoints[0]?.next], [2, 1])
    assert.is(await store.promote(signals, log.id), 'behind')
    assert.is(await (await store.compare(signals)).differences, undefined, 'rows of other records were compared')
    assert.is(await to(2), true)
    assert.equal(await (await store.compare(signals)).differences, [{ table: 'signals', gone: 0, added: 0, changed: 0 }])
    assert.is((await rowsOf(store, signals)).signals?.length, 2)
    assert.is(await store.promote(signals, log.id), 'switched')
    assert.is((await rowsOf(store, signals)).signals?.length, 2)
    assert.is((await store.standing(signals)).next, undefined)
    assert.is(await store.isAt(signals, log.id, [{ topic: 'insight.signals', partition: 0, next: 2 }]), true)
    const gone = await to(2).then(
      () => 'opened',
      (error) => error.code,
    )
    assert.is(gone, 'HS_REBUILD_GONE')
  })

  test('should see by comparison which rows are not what the log says', async () => {
    const store = await create()
    const world = await createWorld()
    await world.signals([{ id: 'a' }, { id: 'b' }])
    await catchUp(world, store, signals)
    const { log } = world
    const wrong = rowBatch()
    wrong.merge(signalsTable, 'default', { id: 'a', hint: 'not what was said' }, NOON)
    wrong.merge(signalsTable, 'other', { id: 'never said' }, NOON)
    assert.is(await store.commit(signals, log.id, [], wrong), true)
    await store.begin(signals, log.id, onlySignals(await log.partitions()), signals.version)
    const ports = { ...world, store, clock: hurriedClock() }
    await foldTo(nextOf(signals), ports, [{ topic: 'insight.signals', partition: 0, offset: 2 }], NEVER)
    assert.equal(await (await store.compare(signals)).differences, [{ table: 'signals', gone: 1, added: 0, changed: 1 }])
    await store.promote(signals, log.id)
    assert.equal(
      (await rowsOf(store, signals)).signals?.map((row) => row.hint),
      Array(2).fill('CPU is higher than usual.'),
    )
    assert.equal((await rowsOf(store, signals, 'other')).signals, [])
  })

  test('should forget what was built when it is given up', async () => {
    const store = await create()
    const world = await createWorld()
    await world.signals([{ id: 'a' }])
    await catchUp(world, store, signals)
    await store.begin(signals, world.log.id, onlySignals(await world.log.partitions()), signals.version)
    await store.abandon(signals)
    await store.abandon(signals)
    assert.is((await store.standing(signals)).next, undefined)
    assert.is(await store.promote(signals, world.log.id), 'behind')
    assert.is((await rowsOf(store, signals)).signals?.length, 1)
  })

  test('should answer from rows of another shape, with nothing in the columns that they do not have', async () => {
    const store = await create()
    const world = await createWorld()
    await world.signals([{ id: 'a' }, { id: 'b', source: 'web-2' }])
    await catchUp(world, store, signals)
    const wider = { ...signalsTable, columns: { ...signalsTable.columns, color: { type: 'text', merge: 'set' } } } as const
    const ask = async (more: Partial<Query>) =>
      (await store.select('default', { table: wider, where: [], order: ['at', 'id'], limit: 10, ...more })).map(
        (row) => `${row.id} ${row.color ?? null}`,
      )
    assert.equal(await ask({}), ['a null', 'b null'])
    assert.equal(await ask({ where: [{ column: 'color', is: '=', value: 'red' }] }), [])
    assert.equal(await ask({ where: [{ column: 'color', is: 'null' }], order: ['color', 'id'], descending: true }), [
      'b null',
      'a null',
    ])
  })
}

const NEVER = new AbortController().signal
