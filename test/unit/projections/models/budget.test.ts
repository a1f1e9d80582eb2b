import * as fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { budgetModel } from '../../../../projections/models/budget.ts'
import { memoryStore } from '../../../../projections/store/memory.ts'
import type { RecordMap } from '../../../../schemas/generated/records.ts'
import { SenseFindings } from '../../../../schemas/topics.ts'
import { driveProcessor } from '../../../../streams/runtime/testing/drive-processor.ts'
import { given } from '../../../../streams/runtime/testing/stored.ts'
import { alarmBudget } from '../../../../streams/sense/alarm-budget.ts'
import type { BudgetState } from '../../../../streams/sense/budget-state.ts'
import { catchUp } from '../support/catch-up.ts'
import { rowsOf } from '../support/rows-of.ts'
import { aSignal, createWorld, NOON } from '../support/world.ts'

const rule = { perDay: 3, burstMs: 300_000 }
const MINUTE = 60_000

test('should count a burst of one source once, and not what was a duplicate, held, or cleared', async () => {
  const [row] = await remembered([
    { at: NOON },
    { at: NOON + MINUTE, held: 'duplicate' },
    { at: NOON + MINUTE, metric: 'load_1m' },
    { at: NOON + 2 * MINUTE, metric: 'swap', held: 'burst' },
    { at: NOON + 3 * MINUTE, phase: 'cleared' },
    { at: NOON + 3 * MINUTE, source: 'web-2', held: 'budget' },
  ])
  assert.equal(
    [row?.sources, row?.last_at],
    [
      ['web-1', 'web-2'],
      [NOON + 2 * MINUTE, NOON + 3 * MINUTE],
    ],
  )
  assert.is(row?.tokens, 2 + (3 * 3 * MINUTE) / 86_400_000)
})

test('should know exactly what the stage that keeps the budget knows', async () => {
  const finding = fc.record({
    source: fc.constantFrom('a', 'b', 'c'),
    metric: fc.constantFrom('x', 'y'),
    minutes: fc.integer({ min: -3, max: 400 }),
    severity: fc.constantFrom('warning' as const, 'critical' as const),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(finding, fc.boolean()), { minLength: 1, maxLength: 40 }),
      fc.nat(40),
      async (steps, cut) => {
        let at = NOON
        const findings = steps.map(([{ source, metric, minutes, severity }, isRaised]) => {
          at += minutes * MINUTE
          const phase = isRaised ? 'raised' : 'cleared'
          const { id: _, held: __, ...rest } = aSignal({ source, metric, at, phase, severity })
          return given(SenseFindings, 'Finding', 'default', at, rest)
        })
        const driver = driveProcessor(alarmBudget, { config: rule }).when(findings)
        const signals = driver.outputs().map(({ value }) => value as RecordMap['Signal']) // the processor writes nothing else
        const [row] = await remembered(signals, cut)
        const [state] = driver.fold.entries.get('default')?.states ?? []
        const { bucket, bursts } = state as BudgetState // the only processor's
        const known = { tokens: row?.tokens, at: row?.at, sources: row?.sources ?? [], last: row?.last_at ?? [] }
        assert.equal(known, {
          tokens: bucket?.tokens,
          at: bucket?.at,
          sources: [...bursts.keys()],
          last: [...bursts.values()].map(({ lastAt }) => lastAt),
        })
      },
    ),
    { numRuns: 50 },
  )
})

async function remembered(signals: readonly Partial<RecordMap['Signal']>[], cut = 0) {
  const world = await createWorld()
  const store = memoryStore()
  const model = budgetModel(rule)
  for (const part of [signals.slice(0, cut), signals.slice(cut)]) {
    await world.signals(part)
    await catchUp(world, store, model)
  }
  return (await rowsOf(store, model)).budget ?? []
}

test.run()
