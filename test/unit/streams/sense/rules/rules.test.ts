import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { rulesOf } from '../../../../../ops/rules/rules-of.ts'
import { PolicyEvents, SystemTelemetryRaw } from '../../../../../schemas/topics.ts'
import { driveProcessor, tick } from '../../../../../streams/runtime/testing/drive-processor.ts'
import { stateBytes, throughBytes } from '../../../../../streams/runtime/testing/state-bytes.ts'
import { type Given, given } from '../../../../../streams/runtime/testing/stored.ts'
import { rules } from '../../../../../streams/sense/rules/rules.ts'
import { type RulesState, rulesState } from '../../../../../streams/sense/rules/rules-state.ts'

const NOON = Date.UTC(2026, 0, 31, 12) // a Saturday
const MINUTE = 60_000
let changes = 0

/** The rules of a document, from a moment on. */
function change(at: number, ...documents: readonly object[]): Given {
  changes += 1
  const texts = rulesOf({ rules: documents }).map((rule) => JSON.stringify(rule))
  const value = { id: `change-${changes}`, at, by: 'ann', digest: `digest ${changes}`, rules: texts }
  return given(PolicyEvents, 'RulesChanged', 'default', at, value)
}

function frame(at: number, metrics: Record<string, number>, source = 'web-1', labels: Record<string, string> = {}): Given {
  return given(SystemTelemetryRaw, 'Frame', `default/${source}`, at, { source, at, metrics, labels })
}

/** One value a minute. */
function minutes(from: number, values: readonly number[], metric = 'queue', source?: string): Given[] {
  return values.map((value, i) => frame(from + i * MINUTE, { [metric]: value }, source))
}

/** The rules as they are in force from here on. */
function inForce(...documents: readonly object[]): Given[] {
  return [change(NOON - 2_000, ...documents), tick(NOON - 1_000)]
}

type Driver = ReturnType<typeof driveProcessor>

/** What was said of series: phase, metric, minutes since noon. */
function said(driver: Driver): string[] {
  return driver.outputs().flatMap(({ type, value }) => {
    if (type !== 'Finding') return []
    return [`${value.phase} ${value.metric} ${(value.at - NOON) / MINUTE}`]
  })
}

const busy = { name: 'busy', metric: 'queue', above: 10, for: '2m' }

test('should fire when a value is beyond its bound for as long as asked, and end when it is not for as long', () => {
  const driver = driveProcessor(rules).given(inForce({ ...busy, severity: 'critical', note: 'call the shop' }))
  driver.when(minutes(NOON, [1, 11, 12, 13, 14, 5, 11, 5, 5, 5, 5])).emits([
    { type: 'RuleStanding', value: { rule: 'busy', source: 'web-1', series: 1, firing: 0, at: NOON } },
    {
      type: 'Finding',
      value: {
        phase: 'raised',
        method: 'rule',
        rule: 'busy',
        severity: 'critical',
        score: 1,
        value: 13,
        expected: 10,
        low: 10,
        high: 10,
        from: NOON + MINUTE,
        hint: 'queue is 13, above 10, for 2 min (rule busy): call the shop',
      },
    },
    { type: 'RuleStanding', value: { firing: 1 } },
    {
      type: 'Finding',
      value: { phase: 'cleared', at: NOON + 9 * MINUTE, hint: 'queue is 5 again, after 8 min (rule busy): call the shop' },
    },
    { type: 'RuleStanding', value: { series: 1, firing: 0 } },
  ])
})

test('should fire at once without a duration, and on both sides', () => {
  const driver = driveProcessor(rules).given(inForce({ name: 'range', metric: 'queue', above: 10, below: 2 }))
  driver.when(minutes(NOON, [5, 11, 5, 1, 2, 10]))
  assert.equal(said(driver), ['raised queue 1', 'cleared queue 2', 'raised queue 3', 'cleared queue 4'])
})

test('should begin anew after a pause of which nothing is known', () => {
  const driver = driveProcessor(rules).given(inForce(busy))
  driver.when([...minutes(NOON, [11, 11]), ...minutes(NOON + 10 * MINUTE, [11, 11, 11])])
  assert.equal(said(driver), ['raised queue 12'])
})

test('should say nothing of frames that came late', () => {
  const driver = driveProcessor(rules).given(inForce({ ...busy, for: '0s' }))
  driver.when([...minutes(NOON + MINUTE, [1]), ...minutes(NOON, [99])])
  assert.equal(said(driver), [])
})

test('should take the sources, metrics and labels that it names', () => {
  const driver = driveProcessor(rules).given(
    inForce({ name: 'full', source: 'web-*', metric: 'disk_usage', labels: { region: 'eu', mount: '/' }, above: 90 }),
  )
  const eu = { region: 'eu' }
  driver.when([
    frame(NOON, { 'disk_usage{mount="/"}': 95, 'disk_usage{mount="/var"}': 95, disk: 95 }, 'web-1', eu),
    frame(NOON, { 'disk_usage{mount="/"}': 95 }, 'web-2', { region: 'us' }),
    frame(NOON, { 'disk_usage{mount="/"}': 95 }, 'db-1', eu),
    frame(NOON, { 'disk_usage{mount="/"}': 95 }, 'web-3', eu),
  ])
  assert.equal(
    driver.outputs().flatMap(({ type, value }) => (type === 'Finding' ? [`${value.source} ${value.metric}`] : [])),
    ['web-1 disk_usage{mount="/"}', 'web-3 disk_usage{mount="/"}'],
  )
  // The label of a source may change.
  driver.when([frame(NOON + MINUTE, { 'disk_usage{mount="/"}': 95 }, 'web-2', eu)])
  assert.is(said(driver).length, 3)
})

test('should come into force with the first tick behind the change, whatever came before', () => {
  const driver = driveProcessor(rules).given([tick(NOON - 1_000), change(NOON, { ...busy, for: '0s' })])
  driver.when([frame(NOON, { queue: 99 }), tick(NOON + 5_000), frame(NOON + 6_000, { queue: 99 })])
  assert.equal(said(driver), ['raised queue 0.1'])
})

test('should end what a rule has told when it is gone or says something else, and let the others go on', () => {
  const other = { name: 'other', metric: 'queue', above: 50 }
  const driver = driveProcessor(rules).given([...inForce({ ...busy, for: '0s' }, other), ...minutes(NOON, [99])])
  driver.when([
    change(NOON + 1_000, { ...busy, above: 20, for: '0s' }, other),
    tick(NOON + 2_000),
    ...minutes(NOON + MINUTE, [99]),
  ])
  const hints = driver.outputs().flatMap(({ type, value }) => (type === 'Finding' ? [value.hint] : []))
  assert.equal(hints, ['queue: the rule has changed (rule busy)', 'queue is 99, above 20 (rule busy)'])
  const gone = driveProcessor(rules).given([...inForce(busy, other), ...minutes(NOON, [99])])
  gone.when([change(NOON + 1_000), tick(NOON + 2_000), ...minutes(NOON + MINUTE, [99, 99])]).emits([
    { type: 'RuleStanding', value: { rule: 'busy', series: 0, firing: 0 } },
    { type: 'Finding', value: { phase: 'cleared', rule: 'other', hint: 'queue: the rule is gone (rule other)' } },
    { type: 'RuleStanding', value: { rule: 'other', series: 0, firing: 0 } },
  ])
})

test('should let go of series that are no longer measured', () => {
  const driver = driveProcessor(rules).given([...inForce({ ...busy, for: '0s' }), frame(NOON, { queue: 99, load: 1 })])
  driver.when(Array.from({ length: 90 }, (_, i) => frame(NOON + (i + 1) * MINUTE, { load: 1 })))
  driver.emits([
    { type: 'Finding', value: { phase: 'cleared', hint: 'queue is no longer measured (rule busy)' } },
    { type: 'RuleStanding', value: { series: 0, firing: 0 } },
  ])
})

test('should not begin to fire in quiet hours, but with their end when it still holds', () => {
  const quiet = [{ days: ['sat'], from: '12:00', to: '12:05' }]
  const driver = driveProcessor(rules).given(inForce({ ...busy, for: '0s', quiet }))
  driver.when(minutes(NOON, [99, 5, 99, 99, 99, 99, 99]))
  assert.equal(said(driver), ['raised queue 5'])
})

test('should hear a detector with settings of its own', () => {
  const swing = (i: number) => 100 + (i % 3)
  const sensitive = { name: 'early', metric: 'requests', detector: 'ewma', settings: { learnSamples: 30, raiseSpreads: 2 } }
  const driver = driveProcessor(rules).given([
    ...inForce(
      { ...sensitive, severity: 'info' },
      { ...sensitive, name: 'level', detector: 'level_shift', settings: { learnSamples: 30 } },
    ),
    ...minutes(
      NOON,
      Array.from({ length: 60 }, (_, i) => swing(i)),
      'requests',
    ),
  ])
  driver.when(
    minutes(
      NOON + 60 * MINUTE,
      Array.from({ length: 60 }, () => 150),
      'requests',
    ),
  )
  const told = driver.outputs().flatMap(({ type, value }) => (type === 'Finding' && value.phase === 'raised' ? [value] : []))
  assert.equal(
    told.map(({ rule, method, severity }) => [rule, method, severity]),
    [
      ['early', 'rule', 'info'],
      ['level', 'rule', 'warning'],
    ],
  )
  assert.match(told[0].hint, /^requests is 150, expected .* \(rule early\)$/)
})

test('should keep what a detector found in quiet hours until they end', () => {
  const early = { name: 'early', metric: 'requests', detector: 'ewma', settings: { learnSamples: 30, raiseSpreads: 2 } }
  const quiet = [{ from: '12:30', to: '13:20' }]
  const driver = driveProcessor(rules).given([
    ...inForce({ ...early, quiet }),
    ...minutes(
      NOON,
      Array.from({ length: 60 }, (_, i) => 100 + (i % 3)),
      'requests',
    ),
  ])
  driver.when(
    minutes(
      NOON + 60 * MINUTE,
      Array.from({ length: 30 }, () => 150),
      'requests',
    ),
  )
  assert.equal(said(driver)[0], 'raised requests 80')
})

test('should cost nothing where there are no rules: no state, no output', () => {
  const driver = driveProcessor(rules).when(minutes(NOON, [1, 2, 3]))
  assert.equal(driver.outputs(), [])
  assert.is(driver.fold.entries.get('default/web-1')?.states[0], undefined)
})

test('should go on from its written state as if nothing had happened', () => {
  const early = { name: 'early', metric: 'queue', detector: 'ewma', settings: { learnSamples: 12, raiseSpreads: 2 } }
  const before = [...inForce(busy, early), ...minutes(NOON, [1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 3, 11, 12])]
  const after = [...minutes(NOON + 15 * MINUTE, [13, 14, 14, 5, 5, 5, 5, 5]), tick(NOON + 30 * MINUTE)]
  const straight = driveProcessor(rules).given(before)
  const restored = driveProcessor(rules).given(before)
  for (const entry of restored.fold.entries.values()) {
    const state = entry.states[0] as RulesState | undefined // of this processor
    if (state === undefined) continue
    const back = throughBytes(rulesState, state)
    assert.equal(stateBytes(rulesState, back), stateBytes(rulesState, state))
    entry.states[0] = back
  }
  assert.ok(straight.when(after).outputs().length > 2)
  assert.equal(restored.when(after).outputs(), straight.outputs())
})

test('should wait for a tick after every change', () => {
  const late = change(NOON + 3_000, { ...busy, above: 1, for: '0s' })
  const driver = driveProcessor(rules).given([...inForce({ ...busy, above: 50, for: '0s' }), tick(NOON), late])
  driver.when([frame(NOON + 4_000, { queue: 20 })])
  assert.equal(said(driver), []) // no tick since the change
  driver.when([tick(NOON + 5_000), frame(NOON + 6_000, { queue: 20 })])
  assert.equal(said(driver), ['raised queue 0.1'])
})

test.run()
