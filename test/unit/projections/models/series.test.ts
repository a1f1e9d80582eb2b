import * as fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { series } from '../../../../projections/models/series.ts'
import { memoryStore } from '../../../../projections/store/memory.ts'
import type { Row } from '../../../../projections/table/table.ts'
import { catchUp } from '../support/catch-up.ts'
import { rowsOf } from '../support/rows-of.ts'
import { createWorld, NOON } from '../support/world.ts'

test('should keep every frame at full resolution, five minutes a row', async () => {
  const rows = await remembered([
    { at: NOON - 300_001, metrics: { a: 1, b: 2 } },
    { at: NOON - 300_000, metrics: { a: 3, b: 4 } },
    { at: NOON - 1, metrics: { a: 5, b: 6 } },
  ])
  assert.equal(
    rows.map(({ bucket, metrics, at, val }) => ({ bucket, metrics, at, val })),
    [
      { bucket: NOON - 600_000, metrics: ['a', 'b'], at: [NOON - 300_001], val: [1, 2] },
      { bucket: NOON - 300_000, metrics: ['a', 'b'], at: [NOON - 300_000, NOON - 1], val: [3, 4, 5, 6] },
    ],
  )
})

test('should begin a row every minute when there are many metrics', async () => {
  const metrics = Object.fromEntries(Array.from({ length: 201 }, (_, i) => [`m${i}`, i]))
  const rows = await remembered([
    { at: NOON - 60_000, metrics },
    { at: NOON - 1, metrics },
    { at: NOON, metrics },
  ])
  assert.equal(
    rows.map((row) => row.bucket),
    [NOON - 60_000, NOON],
  )
})

test('should begin another row when a source sends other metrics', async () => {
  const rows = await remembered([
    { metrics: { a: 1 } },
    { at: NOON + 1, metrics: { a: 2, c: 3 } },
    { at: NOON + 2, metrics: { a: 4 } },
  ])
  assert.equal(
    new Set(rows.map((row) => JSON.stringify([row.metrics, row.val]))),
    new Set(['[["a"],[1,4]]', '[["a","c"],[2,3]]']),
  )
})

test('should leave out repeats, late frames, frames from the future and frames with too many metrics', async () => {
  const many = Object.fromEntries(Array.from({ length: 2_001 }, (_, i) => [`m${i}`, i]))
  const rows = await remembered([
    { at: NOON, metrics: { a: 1 } },
    { at: NOON, metrics: { a: 2 } },
    { at: NOON - 60_000, metrics: { a: 3 } },
    { at: NOON - 60_001, metrics: { a: 4 } },
    { at: NOON + 300_001, metrics: { a: 5 } },
    { at: Date.UTC(3000, 0), metrics: { a: 6 } },
    { at: 0, metrics: { a: 7 } },
    { at: NOON + 5, metrics: many },
    { at: NOON + 10, metrics: { a: 8 } },
  ])
  assert.equal(
    rows.flatMap((row) => row.val),
    [3, 1, 8],
  )
})

test('should remember a repeat also after it was restarted between the two', async () => {
  const world = await createWorld()
  const store = memoryStore()
  for (const a of [1, 2]) {
    await world.frames([{ metrics: { a } }])
    await catchUp(world, store, series)
  }
  assert.equal(
    (await rowsOf(store, series)).series?.map((row) => row.val),
    [[1]],
  )
})

test('should keep partitions apart, so that a row is written from one only', async () => {
  const world = await createWorld({ partitions: 2 })
  const store = memoryStore()
  await world.frames([{ metrics: { a: 1 } }], { partition: 0 })
  await world.frames([{ metrics: { a: 1 } }], { partition: 1 })
  await catchUp(world, store, series)
  assert.equal(
    (await rowsOf(store, series)).series?.map((row) => row.partition),
    [0, 1],
  )
})

test('should give the same rows wherever it is interrupted', async () => {
  const offsets = fc.array(fc.integer({ min: -90_000, max: 240_000 }), { minLength: 1, maxLength: 30 })
  await fc.assert(
    fc.asyncProperty(offsets, fc.nat(30), async (ats, cut) => {
      const frames = ats.map((offset, i) => ({ at: NOON + offset, metrics: i % 3 === 0 ? { a: i } : { a: i, b: -i } }))
      const world = await createWorld()
      const store = memoryStore()
      await world.frames(frames.slice(0, cut))
      await catchUp(world, store, series)
      await world.frames(frames.slice(cut))
      await catchUp(world, store, series)
      const [whole, accepted] = [await remembered(frames), await rowsOf(store, series)]
      assert.equal(accepted.series, whole)
      for (const row of whole) assert.is(Array.isArray(row.at) && new Set(row.at).size, Array.isArray(row.at) && row.at.length)
    }),
    { numRuns: 25 },
  )
})

async function remembered(frames: readonly { at?: number; metrics: Record<string, number> }[]): Promise<readonly Row[]> {
  const world = await createWorld()
  const store = memoryStore()
  await world.frames(frames)
  await catchUp(world, store, series)
  return (await rowsOf(store, series)).series ?? []
}

test.run()
