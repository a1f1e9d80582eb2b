import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { tellFaults } from '../../../../../../ops/bench/support/faults/judge.ts'
import type { SignalView } from '../../../../../../projections/api/signal-view.ts'

const START = Date.UTC(2026, 0, 1)
const fault = { name: 'a filled disk', source: 'host', from: START + 60_000, until: START + 120_000 }

function signal(source: string, secondsLater: number, held: string | null = null): SignalView {
  const at = new Date(START + 1_000 * secondsLater).toISOString()
  const numbers = { score: 1, value: 1, expected: 0, low: 0, high: 0, unit: '' }
  const words = { metric: 'm', method: 'ewma', rule: null, severity: 'warning', hint: `${source} is full`, open: true }
  return {
    ...{
      id: `${source}${secondsLater}`,
      source,
      at,
      raisedAt: at,
      from: at,
      clearedAt: null,
      acknowledged: null,
      falseAlarm: null,
    },
    ...words,
    ...numbers,
    held,
  }
}

function judged(...signals: readonly SignalView[]) {
  const said: string[] = []
  const isGood = tellFaults({ quietFrom: START, faults: [fault], signals }, (line) => said.push(line))
  return { isGood, said: said.join('\n') }
}

test('should accept one call for a fault, and whatever is held back', () => {
  const { isGood, said } = judged(signal('host', 75), signal('host', 80, 'burst'), signal('web', 10, 'faint'))
  assert.ok(isGood)
  assert.match(said, /a filled disk +15 s +warning +host is full/)
  assert.match(said, /1 faults, 0 other signals; 2 were held back/)
})

test('should not accept a fault that was told twice, or not, or somebody called for nothing', () => {
  assert.not(judged(signal('host', 75), signal('host', 90)).isGood)
  const none = judged()
  assert.equal([none.isGood, /a filled disk +none/.test(none.said)], [false, true])
  const before = judged(signal('host', 75), signal('host', 5))
  assert.equal([before.isGood, /nothing +00:00:05 +warning +host: host is full/.test(before.said)], [false, true])
  assert.ok(judged(signal('host', 75), signal('host', -5)).isGood, 'while it learned')
})

test.run()
