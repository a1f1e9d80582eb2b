import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { SnapshotLists } from '../../../../streams/runtime/state/snapshot-lists.ts'
import { driveProcessor, tick } from '../../../../streams/runtime/testing/drive-processor.ts'
import { stateBytes, throughBytes } from '../../../../streams/runtime/testing/state-bytes.ts'
import type { Given } from '../../../../streams/runtime/testing/stored.ts'
import { alarmBudget } from '../../../../streams/sense/alarm-budget.ts'
import { budgetState } from '../../../../streams/sense/budget-state.ts'
import { ask, clear, HOUR, muteFor, raise, said, signals } from './requests/attention-bench.ts'

test('should go on from a state that was written before there were requests', () => {
  const [raised] = signals(driveProcessor(alarmBudget).when([raise('web', 'cpu', 0, { score: 0.9 })]))
  const { id, held, ...finding } = raised
  const old = {
    bucket: { tokens: 4, at: 0 },
    episodes: [
      [
        '["web","cpu"]',
        { source: 'web', metric: 'cpu', members: [{ id, method: 'ewma', held, ended: null }], raised: finding, heardAt: 0 },
      ],
    ],
    bursts: [['web', { lastAt: 0, told: 1, paid: true }]],
  }
  const state = budgetState.decode(Buffer.from(JSON.stringify(old)), 1, new SnapshotLists())
  assert.equal([...state.episodes.values()][0].members, [
    { id, method: 'ewma', held: null, ended: null, score: 0.9, acknowledged: false },
  ])
  const driver = driveProcessor(alarmBudget).given([tick(1)])
  driver.fold.keys.entry('default').states[0] = state
  driver.when([
    ask('AcknowledgeRequested', 1000, { id: 'a1', signal: id, note: '' }),
    ask('FalseAlarmReported', 2000, { id: 'f1', signal: id, note: '' }),
    raise('web', 'cpu', 3000, { score: 0.9 }),
  ])
  assert.equal(said(driver), [
    'RequestAccepted',
    'acknowledged',
    'RequestAccepted',
    'false_alarm',
    'cleared ewma null',
    'raised ewma false_alarm',
  ])
})

test('should not know how grave an old burst was', () => {
  const old = { bucket: null, episodes: [], bursts: [['web', { lastAt: 0, told: 1, paid: true }]] }
  const state = budgetState.decode(Buffer.from(JSON.stringify(old)), 2, new SnapshotLists())
  assert.equal([...state.bursts.values()], [{ lastAt: 0, told: 1, paid: true, gravest: 'unknown' }])
})

test('should begin with a whole reserve where an old state knew of none', () => {
  const old = { bucket: { tokens: 0, at: 0 }, episodes: [], bursts: [] }
  assert.is(budgetState.decode(Buffer.from(JSON.stringify(old)), 3, new SnapshotLists()).reserve, null)
})

test('should come to the same from its bytes at any point, bit for bit', () => {
  const source = fc.constantFrom('a', 'b')
  const kind = fc.constantFrom('raise', 'clear', 'mute', 'unmute', 'seen', 'false', 'tick')
  const severity = fc.constantFrom('warning' as const, 'critical' as const)
  const step = fc.record({ source, kind, severity, score: fc.constantFrom(0.5, 0.9), of: fc.nat(9) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), fc.nat(40), (steps, cut) => {
      const whole = driveProcessor(alarmBudget)
      const first = driveProcessor(alarmBudget)
      let second = first
      for (const [i, { source, kind, severity, score, of }] of steps.entries()) {
        const known = whole.outputs().flatMap(({ type, value }) => (type === 'Signal' ? [value.id] : []))
        const signal = known[of % Math.max(1, known.length)] ?? 'none'
        const at = 1000 * (i + 1)
        const records: Record<typeof kind, Given> = {
          raise: raise(source, 'cpu', at, { score, severity }),
          clear: clear(source, 'cpu', at),
          mute: muteFor(at, HOUR, { id: `m${of}`, source }),
          unmute: ask('UnmuteRequested', at, { id: `u${i}`, mute: `m${of}` }),
          seen: ask('AcknowledgeRequested', at, { id: `a${of}`, signal, note: '' }),
          false: ask('FalseAlarmReported', at, { id: `f${of}`, signal, note: '' }),
          tick: tick(at),
        }
        if (i === cut) second = again(first)
        whole.when([records[kind]])
        second.when([records[kind]])
      }
      assert.is(stateOf(second), stateOf(whole))
    }),
    { numRuns: 60 },
  )
})

/** Another driver with the state of the first as its bytes say it. */
function again(driver: ReturnType<typeof driveProcessor>): ReturnType<typeof driveProcessor> {
  const state = driver.fold.keys.entry('default').states[0]
  if (state !== undefined) {
    driver.fold.keys.entry('default').states[0] = throughBytes(alarmBudget.state, state)
  }
  return driver
}

function stateOf(driver: ReturnType<typeof driveProcessor>): string {
  const state = driver.fold.keys.entry('default').states[0]
  return state === undefined ? '' : stateBytes(alarmBudget.state, state).toString()
}

test.run()
