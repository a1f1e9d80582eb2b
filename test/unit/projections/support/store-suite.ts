import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { bars, quarterBarsTable } from '../../../../projections/models/bars.ts'
import { series } from '../../../../projections/models/series.ts'
import { signals, signalsTable } from '../../../../projections/models/signals.ts'
import { sources } from '../../../../projections/models/sources.ts'
import type { ReadModel } from '../../../../projections/read-model.ts'
import { expireRows } from '../../../../projections/runner/expire-rows.ts'
import type { Checkpoint, Store } from '../../../../projections/store/store.ts'
import type { Condition, Query } from '../../../../projections/table/query.ts'
import { rowBatch } from '../../../../projections/table/row-batch.ts'
import { TelemetryLate, TelemetrySources } from '../../../../schemas/topics.ts'
import { catchUp } from './catch-up.ts'
import { rowsOf } from './rows-of.ts'
import { createWorld, NOON, type World } from './world.ts'

/** What every store must do; `create` gives an empty one. */
export function storeSuite(create: () => Promise<Store>): void {
  test('should keep rows and go on at the checkpoint when a record came after', async () => {
    const store = await create()
    const world = await createWorld()
    await world.signals([{ id: 'a' }, { id: 'b', source: 'web-2' }])
    await catchUp(world, store, signals)
    await world.signals([{ id: 'a', phase: 'cleared', at: NOON + 60_000, value: 21 }])
    await catchUp(world, store, signals)
    const { signals: rows = [] } = await rowsOf(store, signals)
    assert.equal(
      rows.map((row) => [row.id, row.phase, row.raised_at, row.cleared_at, row.value]),
      [
        ['a', 'cleared', NOON, NOON + 60_000, 21],
        ['b', 'raised', NOON, null, 97.5],
      ],
    )
  })

  test('should count every frame once when the same records are applied again', async () => {
    const store = await create()
    const world = await createWorld()
    await world.frames(Array.from({ length: 20 }, (_, i) => ({ at: NOON + i * 1_000 })))
    const inputs = await world.log.partitions()
    const opened = await store.open(sources, world.log.id, inputs)
    assert.is(opened.rebuilt, 'new')
    await catchUp(world, store, sources)
    const before = await rowsOf(store, sources)
    const again = rowBatch()
    again.merge(sources.tables[0] ?? signalsTable, 'default', { source: 'web-1', frames: 20 }, NOON)
    const moves = [{ topic: 'system.telemetry.raw', partition: 0, from: 0, to: 20 }]
    assert.is(await store.commit(sources, world.log.id, moves, again), false)
    assert.equal(await rowsOf(store, sources), before)
    assert.is(before.sources?.[0]?.frames, 20)
  })

  test('should give the same rows whether records come in one batch or one by one', async () => {
    for (const model of [signals, sources, series, bars]) {
      const whole = await create()
      const world = await createWorld()
      await happenings(world)
      await catchUp(world, whole, model)
      const expected = await rowsOf(whole, model)
      const pieces = await create()
      const piecemeal = await createWorld()
      for await (const _ of happenOneByOne(piecemeal)) await catchUp(piecemeal, pieces, model)
      assert.equal(await rowsOf(pieces, model), expected)
      assert.ok(Object.values(expected).every((rows) => rows.length > 0))
    }
  })

  test('should build the rows again when the log is another one', async () => {
    const store = await create()
    const world = await createWorld({ id: 'one' })
    await world.signals([{ id: 'a' }])
    await catchUp(world, store, signals)
    const other = await createWorld({ id: 'two' })
    await other.signals([{ id: 'b' }])
    assert.equal(await reasons(other, store, signals), ['log'])
    assert.equal(
      (await rowsOf(store, signals)).signals?.map((row) => row.id),
      ['b'],
    )
  })

  test('should build the rows again when the version of the model is another one', async () => {
    const store = await create()
    const world = await createWorld()
    await world.signals([{ id: 'a' }])
    await catchUp(world, store, signals)
    const next: ReadModel = { ...signals, version: signals.version + 1 }
    assert.equal(await reasons(world, store, next), ['version'])
    assert.is((await rowsOf(store, next)).signals?.length, 1)
    assert.equal(await reasons(world, store, next), [])
  })

  test('should build the rows again when they are ahead of the log', async () => {
    const store = await create()
    const world = await createWorld()
    await world.signals([{ id: 'a' }, { id: 'b' }])
    await catchUp(world, store, signals)
    const shorter = await createWorld()
    await shorter.signals([{ id: 'c' }])
    assert.equal(await reasons(shorter, store, signals), ['position'])
    assert.equal(
      (await rowsOf(store, signals)).signals?.map((row) => row.id),
      ['c'],
    )
  })

  test('should refuse the commit of a runner that another one has overtaken', async () => {
    const store = await create()
    const world = await createWorld()
    await store.open(signals, world.log.id, await world.log.partitions().then(onlySignals))
    const batch = rowBatch()
    batch.merge(signalsTable, 'default', { id: 'a' }, NOON)
    const moves = [{ topic: 'insight.signals', partition: 0, from: 0, to: 1 }]
    const [one, two] = await Promise.all([1, 2].map(() => store.commit(signals, world.log.id, moves, batch)))
    assert.is(Number(one) + Number(two), 1)
    assert.is(
      await store.commit(signals, 'another log', [{ topic: 'insight.signals', partition: 0, from: 1, to: 2 }], batch),
      false,
    )
    const newer = { ...signals, version: 7 }
    assert.is(await store.commit(newer, world.log.id, [{ topic: 'insight.signals', partition: 0, from: 1, to: 2 }], batch), false)
  })

  test('should move none of several checkpoints when one of them is elsewhere', async () => {
    const store = await create()
    const world = await createWorld()
    await world.frames([{ at: NOON }])
    await catchUp(world, store, sources)
    const before = await store.open(sources, world.log.id, await world.log.partitions())
    const moves = [
      { topic: 'system.telemetry.raw', partition: 0, from: 1, to: 2 },
      { topic: TelemetryLate.name, partition: 0, from: 7, to: 8 },
    ]
    const late = rowBatch()
    late.merge(sources.tables[0] ?? signalsTable, 'default', { source: 'web-1', frames: 1 }, NOON)
    assert.is(await store.commit(sources, world.log.id, moves, late), false)
    const after = await store.open(sources, world.log.id, await world.log.partitions())
    assert.equal(after.checkpoints.toSorted(byPlace), before.checkpoints.toSorted(byPlace))
    assert.is(await store.commit(sources, world.log.id, moves.slice(0, 1), late), true)
    const { sources: rows = [] } = await rowsOf(store, sources)
    assert.is(rows[0]?.frames, 2)
  })

  test('should know whether its checkpoints are where a runner left them', async () => {
    const store = await create()
    const world = await createWorld()
    const at = (next: number, model: ReadModel = signals, id = world.log.id) =>
      store.isAt(model, id, [{ topic: 'insight.signals', partition: 0, next }])
    await world.signals([{ id: 'a' }])
    await catchUp(world, store, signals)
    assert.equal([await at(1), await at(0), await at(2)], [true, false, false])
    assert.equal(
      [await at(1, { ...signals, version: signals.version + 1 }), await at(1, sources), await at(1, signals, 'other')],
      [false, false, false],
    )
  })

  test('should answer filters, orders and cursors', async () => {
    const store = await create()
    const world = await createWorld()
    await world.signals(
      Array.from({ length: 9 }, (_, i) => ({
        id: `s${i}`,
        at: NOON + (i % 3) * 1_000,
        source: `web-${i % 2}`,
        held: i % 4 === 0 ? 'budget' : null,
      })),
    )
    await catchUp(world, store, signals)
    const ask = async (where: readonly Condition[], more: Partial<Query> = {}) => {
      const rows = await store.select('default', { table: signalsTable, where, order: ['at', 'id'], limit: 100, ...more })
      return rows.map((row) => String(row.id)).join(' ')
    }
    assert.is(await ask([]), 's0 s3 s6 s1 s4 s7 s2 s5 s8')
    assert.is(await ask([], { descending: true, limit: 4 }), 's8 s5 s2 s7')
    assert.is(await ask([], { descending: true, limit: 4, after: [NOON + 1_000, 's7'] }), 's4 s1 s6 s3')
    assert.is(await ask([], { after: [NOON + 2_000, 's2'] }), 's5 s8')
    assert.is(await ask([{ column: 'source', is: '=', value: 'web-0' }]), 's0 s6 s4 s2 s8')
    assert.is(await ask([{ column: 'held', is: 'not null' }]), 's0 s4 s8')
    assert.is(
      await ask([
        { column: 'held', is: 'null' },
        { column: 'at', is: '>', value: NOON + 1_000 },
      ]),
      's2 s5',
    )
    assert.is(
      await ask([
        { column: 'at', is: '>=', value: NOON },
        { column: 'at', is: '<', value: NOON + 1_000 },
      ]),
      's0 s3 s6',
    )
    assert.is(
      await ask([
        { column: 'at', is: '<=', value: NOON },
        { column: 'held', is: '=', value: 'budget' },
      ]),
      's0',
    )
    assert.is(await ask([{ column: 'id', is: 'in', value: ['s1', 's8', 'none'] }]), 's1 s8')
    assert.is(await ask([{ column: 'id', is: 'in', value: [] }]), '')
  })

  test('should show a tenant only its own rows', async () => {
    const store = await create()
    const world = await createWorld()
    await world.signals([{ id: 'ours' }])
    await world.signals([{ id: 'theirs' }], { tenant: 'other' })
    await catchUp(world, store, signals)
    assert.equal(
      (await rowsOf(store, signals, 'other')).signals?.map((row) => row.id),
      ['theirs'],
    )
    assert.equal(
      (await rowsOf(store, signals)).signals?.map((row) => row.id),
      ['ours'],
    )
    assert.equal((await rowsOf(store, signals, 'nobody')).signals, [])
  })

  test('should keep values that are awkward', async () => {
    const store = await create()
    const world = await createWorld()
    const hint = 'NUL \0, quote ", backslash \\, comma, brace }, newline \n, ünïcödé 🦉'
    await world.signals([
      { id: 'nan', value: Number.NaN, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY, score: -0 },
      { id: 'big', value: 1.7976931348623157e308, low: 5e-324, high: 0.1 + 0.2, hint, metric: '__proto__' },
    ])
    await world.frames([{ metrics: { [hint]: 5e-324, __proto__x: -1e99, a: 1e99 }, source: hint }])
    await catchUp(world, store, signals)
    await catchUp(world, store, series)
    const [big, nan] = (await rowsOf(store, signals)).signals ?? []
    assert.equal(
      [nan?.value, nan?.low, nan?.high, nan?.score],
      [Number.NaN, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 0],
    )
    assert.equal([big?.value, big?.low, big?.high], [1.7976931348623157e308, 5e-324, 0.1 + 0.2])
    assert.is(big?.hint, hint.replace('\0', '\uFFFD'))
    assert.is(big?.metric, '__proto__')
    const [row] = (await rowsOf(store, series)).series ?? []
    assert.is(row?.source, hint.replace('\0', '\uFFFD'))
    assert.equal(
      new Set(Array.isArray(row?.metrics) ? row.metrics : []),
      new Set([hint.replace('\0', '\uFFFD'), '__proto__x', 'a']),
    )
    assert.is(Array.isArray(row?.val) && row.val.length, 3)
  })

  test('should read one metric of a list without the others', async () => {
    const store = await create()
    const world = await createWorld()
    await world.frames([0, 1, 2].map((i) => ({ at: NOON + i, metrics: { a: i, b: 10 + i, c: 20 + i } })))
    await world.frames([
      { at: NOON + 3, metrics: { b: 13 } },
      { at: NOON + 4, metrics: { a: 99 } },
    ])
    await catchUp(world, store, series)
    const [table] = series.tables
    assert.ok(table)
    const pick = { lists: ['val'], names: 'metrics', name: 'b' }
    const rows = await store.select('default', { table, where: [], order: ['bucket', 'layout'], limit: 10, pick })
    const values = rows.flatMap((row) => (Array.isArray(row.val) ? row.val.map(Number) : []))
    assert.equal(values.sort(), [10, 11, 12, 13])
    assert.equal(
      await store.select('default', { table, where: [], order: ['bucket'], limit: 10, pick: { ...pick, name: 'x' } }),
      [],
    )
  })

  test('should pick one metric out of several lists at once', async () => {
    const store = await create()
    const world = await createWorld()
    await world.bars([{}, { start: NOON + 900_000, min: [-1, -2], count: [3, 4] }])
    await catchUp(world, store, bars)
    const [table] = bars.tables
    assert.ok(table)
    const pick = { lists: ['samples', 'low'], names: 'metrics', name: 'load_1m' }
    const [row] = await store.select('default', { table, where: [], order: ['bucket'], limit: 10, pick })
    assert.equal(
      [row?.samples, row?.low, row?.high],
      [
        [90, 4],
        [0.25, -2],
        [15, 0.75, 15, 0.75],
      ],
    )
  })

  test('should remove the rows whose last record the log has let go, and no others', async () => {
    let now = NOON
    const store = await create()
    const world = await createWorld({ now: () => now })
    await world.frames([{ source: 'gone' }, { source: 'kept' }])
    await world.signals([{ id: 'alone in its topic' }])
    now += 1_000
    await world.frames([{ source: 'kept', at: NOON + 1 }])
    for (const model of [signals, sources, series]) await catchUp(world, store, model)
    const expire = () => expireRows(store, [signals, sources, series], world.log)
    assert.is(await expire(), 0)
    await world.log.maintain(now + 500, [
      { topic: 'system.telemetry.raw', maxAgeMs: 1_000 },
      { topic: 'insight.signals', maxAgeMs: 1_000 },
    ])
    assert.is(await expire(), 3)
    assert.equal(
      (await rowsOf(store, sources)).sources?.map((row) => row.source),
      ['kept'],
    )
    assert.equal(
      (await rowsOf(store, series)).series?.map((row) => row.source),
      ['kept'],
    )
    assert.is((await rowsOf(store, signals)).signals?.length, 1)
  })

  test('should remove the rows of a table that keeps less than its topic', async () => {
    let now = NOON
    const store = await create()
    const world = await createWorld({ now: () => now })
    const hour = { widthMs: 3_600_000 }
    await world.bars([{}, hour])
    now += 1_000
    await world.bars([{ source: 'kept' }, { ...hour, source: 'kept' }])
    await catchUp(world, store, bars)
    assert.is(await expireRows(store, [bars], world.log, new Map([[quarterBarsTable, NOON + 500]])), 1)
    const rows = await rowsOf(store, bars)
    assert.equal([rows.quarter_bars?.map(({ source }) => source), rows.hour_bars?.length], [['kept'], 2])
  })
}

async function reasons(world: World, store: Store, model: ReadModel): Promise<string[]> {
  const seen: string[] = []
  await catchUp(world, store, model, { rebuilding: (_model, reason) => seen.push(reason) })
  return seen
}

export function onlySignals<T extends { topic: string }>(infos: readonly T[]): T[] {
  return infos.filter((info) => info.topic === 'insight.signals')
}

/** A little of everything that the four models read. */
async function happenings(world: World): Promise<void> {
  for await (const _ of happenOneByOne(world));
}

async function* happenOneByOne(world: World): AsyncGenerator<void> {
  for (let i = 0; i < 4; i++) {
    await world.frames([{ at: NOON + i * 100_000, metrics: { a: i, b: -i } }])
    yield
    await world.frames([{ at: NOON + i * 100_000, source: 'web-2', metrics: { a: i } }])
    yield
    await world.signals([{ id: `s${i % 3}`, at: NOON + i, phase: i < 3 ? 'raised' : 'cleared' }])
    yield
    await world.append(TelemetrySources, 'SourceSeen', [{ source: 'web-1', at: NOON - i, metrics: 2 }])
    yield
    await world.append(TelemetrySources, 'SourceLearning', [
      { source: 'web-1', at: NOON + i, processor: 'ewma', learned: i, total: 2 },
    ])
    yield
  }
  await world.append(TelemetrySources, 'SourceForgotten', [{ source: 'web-2', at: NOON + 9, lastAt: NOON }])
  yield
  await world.bars([{}, { start: NOON + 900_000 }, { widthMs: 3_600_000 }])
  yield
  const late = { source: 'web-1', at: NOON, reason: 'late', value: 1, limit: 2, arrival: NOON, metrics: {}, labels: {} } as const
  await world.append(TelemetryLate, 'LateFrame', [late, late])
  yield
}

function byPlace(a: Checkpoint, b: Checkpoint): number {
  return a.topic.localeCompare(b.topic) || a.partition - b.partition
}
