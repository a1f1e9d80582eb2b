import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { bars } from '../../../../projections/models/bars.ts'
import { memoryStore } from '../../../../projections/store/memory.ts'
import type { RecordMap } from '../../../../schemas/generated/records.ts'
import { barWidths } from '../../../../schemas/telemetry/bar-widths.ts'
import { catchUp } from '../support/catch-up.ts'
import { rowsOf } from '../support/rows-of.ts'
import { createWorld, NOON } from '../support/world.ts'

const { quarterMs, hourMs } = barWidths

test('should keep quarters in rows of six hours and hours in rows of a day', async () => {
  const rows = await remembered([
    {},
    { start: NOON + quarterMs, mean: [1, 2] },
    { start: NOON + 6 * hourMs },
    { widthMs: hourMs, count: [7, 8] },
    { start: NOON + 11 * hourMs, widthMs: hourMs },
    { start: NOON + 12 * hourMs, widthMs: hourMs },
  ])
  assert.equal(
    rows.quarter_bars?.map(({ bucket, start, mean }) => [bucket, start, mean]),
    [
      [NOON, [NOON, NOON + quarterMs], [12.5, 0.5, 1, 2]],
      [NOON + 6 * hourMs, [NOON + 6 * hourMs], [12.5, 0.5]],
    ],
  )
  assert.equal(
    rows.hour_bars?.map(({ bucket, start, samples }) => [bucket, start, samples]),
    [
      [NOON - 12 * hourMs, [NOON, NOON + 11 * hourMs], [7, 8, 90, 90]],
      [NOON + 12 * hourMs, [NOON + 12 * hourMs], [90, 90]],
    ],
  )
})

test('should begin another row when a source has other metrics, and smaller ones when it has many', async () => {
  const many = Array.from({ length: 201 }, (_, i) => `m${i}`)
  const zeros = many.map(() => 0)
  const large = { source: 'large', metrics: many, count: zeros, min: zeros, max: zeros, mean: zeros, last: zeros }
  const one = { metrics: ['b'], count: [1], min: [1], max: [1], mean: [1], last: [1] }
  const rows = await remembered([{}, { start: NOON + quarterMs, ...one }, large, { ...large, start: NOON + hourMs }])
  assert.equal(
    new Set(
      rows.quarter_bars?.map(({ source, bucket, low }) => JSON.stringify([source, bucket, Array.isArray(low) && low.length])),
    ),
    new Set([
      JSON.stringify(['web-1', NOON, 2]),
      JSON.stringify(['web-1', NOON, 1]),
      `["large",${NOON},201]`,
      `["large",${NOON + hourMs},201]`,
    ]),
  )
})

test('should give the same rows wherever it is interrupted', async () => {
  const given = [0, 1, 2, 3].map((i) => ({ start: NOON + i * quarterMs, mean: [i, -i] }))
  const world = await createWorld()
  const store = memoryStore()
  for (const bar of given) {
    await world.bars([bar])
    await catchUp(world, store, bars)
    await catchUp(world, store, bars)
  }
  assert.equal(await rowsOf(store, bars), await remembered(given))
})

async function remembered(given: readonly Partial<RecordMap['Bar']>[]) {
  const world = await createWorld()
  const store = memoryStore()
  await world.bars(given)
  await catchUp(world, store, bars)
  return rowsOf(store, bars)
}

test.run()
