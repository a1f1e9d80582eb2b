import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { type PolledFeed, polledSignalFeed } from '../../../../projections/api/polled-signal-feed.ts'
import type { Reading } from '../../../../projections/api/reading.ts'
import type { Row } from '../../../../projections/table/table.ts'
import { HomeostatError } from '../../../../schemas/core/homeostat-error.ts'
import { createHouse } from '../support/house.ts'
import { NOON } from '../support/world.ts'

/** A feed whose looks happen when the test says so. */
function manualFeed(reading: Reading) {
  const errors: unknown[] = []
  let wake: (() => void) | undefined
  let asleep = () => {}
  let sleeping = new Promise<void>((resolve) => {
    asleep = resolve
  })
  const clock = {
    now: () => NOON,
    pause: async () => {},
    sleep: (_ms: number, signal?: AbortSignal) =>
      new Promise<void>((resolve) => {
        wake = resolve
        signal?.addEventListener('abort', () => resolve())
        asleep()
      }),
  }
  const feed: PolledFeed = polledSignalFeed(reading, clock, (error) => errors.push(error))
  return {
    feed,
    errors,
    rested: () => sleeping,
    async look() {
      sleeping = new Promise((resolve) => {
        asleep = resolve
      })
      wake?.()
      await sleeping
    },
  }
}

function idsOf(told: readonly (readonly Row[])[]): unknown[] {
  return told.flatMap((rows) => rows.map(({ id, phase }) => `${id} ${phase}`))
}

test('should tell what is new and what has changed since somebody listens, each once', async () => {
  const { deps, happen } = await createHouse()
  assert.ok(deps.reading)
  const { feed, look, rested } = manualFeed(deps.reading)
  await happen.signals([{ id: 'before', at: NOON }])
  const told: (readonly Row[])[] = []
  feed.subscribe((rows) => told.push(rows))
  await rested()
  await happen.signals([
    { id: 'late', at: NOON - 60_000 },
    { id: 'new', at: NOON + 1_000 },
  ])
  await look()
  await happen.signals([{ id: 'before', at: NOON + 2_000, phase: 'cleared' }])
  await look()
  await look()
  assert.equal(idsOf(told), ['late raised', 'new raised', 'before cleared'])
  await feed.stop()
})

test('should read nothing while nobody listens', async () => {
  let reads = 0
  const reading: Reading = {
    select: async () => {
      reads++
      return []
    },
  }
  const { feed, look, rested } = manualFeed(reading)
  assert.is(reads, 0)
  const unsubscribe = feed.subscribe(() => {})
  await rested()
  assert.is(reads, 1)
  unsubscribe()
  feed.subscribe(() => {})
  await look()
  assert.is(reads, 2)
  await feed.stop()
  assert.is(reads, 2)
})

test('should bring with the next look what could not be read', async () => {
  const { deps, happen } = await createHouse()
  const { reading: real } = deps
  assert.ok(real)
  let isAway = false
  const { feed, errors, look, rested } = manualFeed({
    select: (...args) => (isAway ? Promise.reject(new HomeostatError('HS_DATABASE_UNAVAILABLE')) : real.select(...args)),
  })
  const told: (readonly Row[])[] = []
  feed.subscribe((rows) => told.push(rows))
  await rested()
  isAway = true
  await happen.signals([{ id: 'a' }])
  await look()
  isAway = false
  await look()
  assert.is(errors.length, 1)
  assert.equal(idsOf(told), ['a raised'])
  await feed.stop()
})

test.run()
