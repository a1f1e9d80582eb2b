import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { signals } from '../../../../projections/models/signals.ts'
import { memoryStore } from '../../../../projections/store/memory.ts'
import type { RecordMap } from '../../../../schemas/generated/records.ts'
import { InsightSignals } from '../../../../schemas/topics.ts'
import { catchUp } from '../support/catch-up.ts'
import { rowsOf } from '../support/rows-of.ts'
import { createWorld, NOON } from '../support/world.ts'

test('should keep what people say of a signal beside what is measured', async () => {
  const world = await createWorld()
  const store = memoryStore()
  const marks: RecordMap['SignalMarked'][] = [
    { id: 'a', at: NOON + 1, mark: 'acknowledged', by: 'ann', note: 'on it', until: null },
    { id: 'a', at: NOON + 2, mark: 'false_alarm', by: 'bob', note: 'a sale', until: NOON + 9 },
    { id: 'a', at: NOON + 3, mark: 'withdrawn', by: 'cy', note: '', until: null },
    { id: 'a', at: NOON + 4, mark: 'unknown', by: 'dee', note: '', until: null },
  ]
  await world.signals([{ id: 'a' }])
  const seen: unknown[] = []
  for (const mark of marks) {
    for (const _ of ['once', 'and again']) {
      await world.append(InsightSignals, 'SignalMarked', [mark])
      await catchUp(world, store, signals)
      const [row] = (await rowsOf(store, signals)).signals
      seen.push([row.phase, row.at, row.acknowledged_by, row.acknowledged_at, row.verdict, row.verdict_by, row.verdict_note])
    }
  }
  const first = ['raised', NOON + 1, 'ann', NOON + 1, null, null, null]
  const second = ['raised', NOON + 2, 'ann', NOON + 1, 'false_alarm', 'bob', 'a sale']
  const third = ['raised', NOON + 3, 'ann', NOON + 1, 'withdrawn', 'cy', '']
  assert.equal(seen, [first, first, second, second, third, third, third, third])
})

test.run()
