import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { lagOf } from '../../../../../projections/console/shared/lag.js'
import { loadOverview } from '../../../../../projections/console/shared/load-overview.js'
import type { Overview, Signal } from '../../../../../projections/console/shared/shapes.ts'
import { withSignal } from '../../../../../projections/console/shared/with-signal.js'
import { createHouse } from '../../support/house.ts'
import { NOON } from '../../support/world.ts'

test('should hold what the routes answer, and a problem where one does not', async () => {
  const { get, happen } = await createHouse()
  await happen.frames([{ metrics: { a: 1 } }])
  const overview = await loadOverview(async (path) => {
    if (path.startsWith('/signals?open')) throw new Error('The database is away. [HS_DATABASE_UNAVAILABLE]')
    return (await get(path)).body
  }, NOON)
  assert.equal(overview.open, { problem: 'The database is away. [HS_DATABASE_UNAVAILABLE]' })
  assert.equal(overview.signals, { value: { signals: [], next: null } })
  assert.is('value' in overview.budget && overview.budget.value.at, '2026-01-31T12:00:00.000Z')
})

test('should take in a new signal, its change, and its end, as the routes would have it', async () => {
  const { get, happen } = await createHouse()
  const ask = () => loadOverview(async (path) => (await get(path)).body, NOON)
  let followed = await ask()
  for (const [i, change] of [
    { id: 'a' },
    { id: 'b' },
    { id: 'a', severity: 'critical' as const },
    { id: 'a', phase: 'cleared' as const },
  ].entries()) {
    await happen.signals([{ ...change, at: NOON + i }])
    const signal: Signal = (await get(`/signals/${change.id}`)).body
    followed = withSignal(followed, signal)
    const asked = await ask()
    assert.equal([followed.signals, followed.open], [asked.signals, asked.open])
  }
  const away: Overview = { ...followed, signals: { problem: 'away' } }
  assert.equal(withSignal(away, (await get('/signals/a')).body).signals, { problem: 'away' })
})

test('should add up the lag of a reader over all partitions, stages first', () => {
  const topic = (partition: number, readers: { reader: string; lag: number }[]) => ({
    topic: 't',
    partition,
    start: 0,
    end: 9,
    bytes: undefined,
    readers: readers.map((each) => ({ ...each, position: 0 })),
  })
  const topics = [
    topic(0, [
      { reader: 'projection:series', lag: 5 },
      { reader: 'stage:sense', lag: 1 },
    ]),
    topic(1, [{ reader: 'stage:sense', lag: 2 }]),
  ]
  assert.equal(lagOf(topics), [
    { reader: 'stage:sense', lag: 3 },
    { reader: 'projection:series', lag: 5 },
  ])
})

test.run()
