import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { rulesModel } from '../../../../projections/models/rules.ts'
import { memoryStore } from '../../../../projections/store/memory.ts'
import { InsightSignals, PolicyEvents, TelemetrySources } from '../../../../schemas/topics.ts'
import { catchUp } from '../support/catch-up.ts'
import { rowsOf } from '../support/rows-of.ts'
import { aSignal, createWorld, NOON } from '../support/world.ts'

const change = { id: 'c1', at: NOON, by: 'ann', digest: 'abc', rules: ['{"name":"busy"}'] }
const standing = { rule: 'busy', source: 'web-1', at: NOON, series: 2, firing: 0 }

test('should remember the rules, how they stand with each source, and what they have raised', async () => {
  const world = await createWorld()
  const store = memoryStore()
  await world.append(PolicyEvents, 'RulesChanged', [change, { ...change, id: 'c2', by: 'bob' }])
  await world.append(TelemetrySources, 'RuleStanding', [standing, { ...standing, firing: 1 }, { ...standing, source: 'web-2' }])
  await world.append(InsightSignals, 'Signal', [
    aSignal({ id: 's1', method: 'rule', rule: 'busy' }),
    aSignal({ id: 's2', method: 'rule', rule: 'busy', held: 'muted', at: NOON + 1 }),
    aSignal({ id: 's1', method: 'rule', rule: 'busy', phase: 'cleared', at: NOON + 2 }),
    aSignal({ id: 's3' }),
  ])
  await catchUp(world, store, rulesModel)
  const rows = await rowsOf(store, rulesModel)
  assert.equal(
    rows.rules.map(({ changed_by, digest, rules }) => [changed_by, digest, rules]),
    [['bob', 'abc', ['{"name":"busy"}']]],
  )
  assert.equal(
    rows.rule_standing.map(({ source, series, firing }) => [source, series, firing]),
    [
      ['web-1', 2, 1],
      ['web-2', 2, 0],
    ],
  )
  assert.equal(
    rows.rule_signals.map(({ rule, raised, held, last_at }) => [rule, raised, held, last_at]),
    [['busy', 2, 1, NOON + 1]],
  )
  await world.append(PolicyEvents, 'RulesChanged', [{ ...change, by: 'bob' }])
  await world.append(TelemetrySources, 'RuleStanding', [
    { ...standing, firing: 1 },
    { ...standing, source: 'web-2' },
  ])
  await catchUp(world, store, rulesModel)
  assert.equal(await rowsOf(store, rulesModel), rows)
})

test.run()
