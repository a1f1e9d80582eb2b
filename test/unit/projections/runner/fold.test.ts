import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { headsTable, series } from '../../../../projections/models/series.ts'
import { startFold } from '../../../../projections/runner/fold.ts'
import { oldestArrivals } from '../../../../projections/runner/oldest-arrivals.ts'
import { SystemTelemetryRaw } from '../../../../schemas/topics.ts'
import { createWorld, NOON } from '../support/world.ts'

const { name: TOPIC } = SystemTelemetryRaw
const HOUR_MS = 3_600_000

test('should let go of the resident rows whose records the log has let go, and of no others', async () => {
  let now = NOON
  const world = await createWorld({ now: () => now })
  const opened = {
    checkpoints: [{ topic: TOPIC, partition: 0, next: 0 }],
    resident: new Map([[headsTable, []]]),
  }
  const fold = startFold(series, opened, world.codec, (error) => assert.unreachable(error.code))
  const rowsAfter = async (frames: { source: string; at: number }[]) => {
    await world.frames(frames)
    const { records, next } = await world.log.read(TOPIC, 0, fold.next(TOPIC, 0), { maxBytes: 1e6 })
    await fold.fold(TOPIC, 0, records, next)
    return fold
      .take()
      .rows.rows(headsTable)
      .map(({ source }) => source)
  }
  const [gone, stays] = [
    { source: 'gone', at: NOON },
    { source: 'stays', at: NOON },
  ]
  assert.equal(await rowsAfter([gone, stays]), ['gone', 'stays'])
  assert.equal(await rowsAfter([gone, stays]), [], 'repeats are known as such')
  now += HOUR_MS
  assert.equal(await rowsAfter([{ source: 'stays', at: now }]), ['stays'])

  await world.log.maintain(now, [{ topic: TOPIC, maxAgeMs: HOUR_MS / 2 }])
  const oldest = await oldestArrivals(world.log, [SystemTelemetryRaw])
  assert.equal([...oldest], [[TOPIC, now]])
  fold.letGo(oldest)
  assert.equal(await rowsAfter([gone, { source: 'stays', at: now }]), ['gone'], 'nothing is known of a source that was let go')
})

test('should know nothing of the arrivals in a topic that is empty', async () => {
  const world = await createWorld()
  assert.is((await oldestArrivals(world.log, [SystemTelemetryRaw])).size, 0)
})

test.run()
