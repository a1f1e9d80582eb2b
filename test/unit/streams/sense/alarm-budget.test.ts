import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Finding, Signal } from '../../../../schemas/generated/records.ts'
import { driveProcessor, tick } from '../../../../streams/runtime/testing/drive-processor.ts'
import { stateBytes, throughBytes } from '../../../../streams/runtime/testing/state-bytes.ts'
import type { Given } from '../../../../streams/runtime/testing/stored.ts'
import { alarmBudget } from '../../../../streams/sense/alarm-budget.ts'
import * as bench from './requests/attention-bench.ts'

const { signals, MINUTE, DAY } = bench

test('should let an episode through under one id from raised to cleared', () => {
  const [raised, cleared] = signals(driveProcessor(alarmBudget).when([raise('web', 'cpu', 0), clear('web', 'cpu', MINUTE)]))
  assert.equal([raised.phase, raised.held, raised.source, raised.metric], ['raised', null, 'web', 'cpu'])
  assert.equal([cleared.phase, cleared.held], ['cleared', null])
  assert.is(cleared.id, raised.id)
})

test('should keep signals under the key of their source', () => {
  const driver = driveProcessor(alarmBudget).when([raise('web', 'cpu', 0)])
  assert.equal(
    driver.fold.outbox.records.map(({ key }) => key?.toString()),
    ['default/web'],
  )
})

test('should hold back the second method of an episode, and clear the first when both see the end', () => {
  const records = [
    raise('web', 'cpu', 0),
    raise('web', 'cpu', 1000, 'level_shift'),
    clear('web', 'cpu', 2000),
    clear('web', 'cpu', 3000, 'level_shift'),
  ]
  const said = signals(driveProcessor(alarmBudget).when(records))
  assert.equal(
    said.map(({ phase, held, method, at }) => [phase, held, method, at]),
    [
      ['raised', null, 'ewma', 0],
      ['raised', 'duplicate', 'level_shift', 1000],
      ['cleared', null, 'ewma', 3000],
      ['cleared', 'duplicate', 'level_shift', 3000],
    ],
  )
  assert.equal([said[2].id, said[3].id], [said[0].id, said[1].id])
})

test('should call nobody for what is only new, and somebody when another method confirms it', () => {
  const said = signals(
    driveProcessor(alarmBudget).when([
      raise('web', 'orders', 0, 'novelty'),
      raise('web', 'orders', 1000),
      raise('web', 'orders', 2000, 'level_shift'),
      raise('web', 'stock', 3000, 'novelty'),
      clear('web', 'stock', 4000, 'novelty'),
    ]),
  )
  assert.equal(
    said.map(({ phase, held, method }) => [phase, held, method]),
    [
      ['raised', 'faint', 'novelty'],
      ['raised', null, 'ewma'],
      ['raised', 'duplicate', 'level_shift'],
      ['raised', 'faint', 'novelty'],
      ['cleared', 'faint', 'novelty'],
    ],
  )
})

test('should spend nothing of the budget on what is only new', () => {
  const records = Array.from({ length: 50 }, (_, i) => raise(`host-${i}`, 'orders', 1000 * i, 'novelty'))
  const said = signals(driveProcessor(alarmBudget).when([...records, raise('web', 'cpu', MINUTE)]))
  assert.is(said.filter(({ held }) => held === null).length, 1)
})

test('should give up what is only new before anything else when too much is open', () => {
  const driver = driveProcessor(alarmBudget, { config: { openEpisodes: 2 } })
  const said = signals(driver.when([raise('a', 'cpu', 0), raise('b', 'orders', 1, 'novelty'), raise('c', 'cpu', 2)]))
  assert.equal(
    said.filter(({ phase }) => phase === 'cleared').map(({ source }) => source),
    ['b'],
  )
})

test('should go on with an episode that a method raises again before the other has cleared', () => {
  const records = [
    raise('web', 'cpu', 0),
    raise('web', 'cpu', 1000, 'level_shift'),
    clear('web', 'cpu', 2000),
    raise('web', 'cpu', 3000),
    clear('web', 'cpu', 4000, 'level_shift'),
  ]
  const driver = driveProcessor(alarmBudget).when(records)
  assert.is(signals(driver).length, 2)
  assert.is(signals(driver.when([clear('web', 'cpu', 5000)])).filter(({ phase }) => phase === 'cleared').length, 2)
})

test('should let the first signal of a burst through and hold back the rest, with the mark in what is cleared', () => {
  const metrics = ['a', 'b', 'c', 'd', 'e']
  const said = signals(
    driveProcessor(alarmBudget).when([
      ...metrics.map((metric, i) => raise('web', metric, 1000 * i)),
      clear('web', 'd', MINUTE),
      clear('web', 'a', MINUTE),
    ]),
  )
  assert.equal(
    said.map(({ held }) => held),
    [null, 'burst', 'burst', 'burst', 'burst', 'burst', null],
  )
})

test('should let through later in a burst what is graver than all that was told of it', () => {
  const severities = ['info', 'warning', 'info', 'warning', 'critical', 'critical'] as const
  const records = severities.map((severity, i) => bench.raise('web', `m${i}`, 1000 * i, { severity }))
  const said = signals(driveProcessor(alarmBudget).when(records))
  assert.equal(
    said.map(({ held }) => held),
    [null, null, 'burst', 'burst', null, 'burst'],
  )
  const fewer = signals(driveProcessor(alarmBudget, { config: { burstSignals: 2 } }).when(records))
  assert.is(fewer.filter(({ held }) => held === null).length, 2)
})

test('should charge the budget for bursts of the whole installation, and hold back what exceeds it', () => {
  const records = Array.from({ length: 7 }, (_, i) => [
    raise(`host-${i}`, 'cpu', 1000 * i),
    raise(`host-${i}`, 'memory', 1000 * i),
  ]).flat()
  const said = signals(driveProcessor(alarmBudget).when(records))
  assert.is(said.filter(({ held }) => held === null).length, 5)
  assert.is(said.filter(({ held }) => held === 'budget').length, 4)
})

test('should keep a burst that could not be paid silent to its end', () => {
  const driver = driveProcessor(alarmBudget, { config: { perDay: 1 } }).when([
    raise('one', 'cpu', 0),
    raise('two', 'cpu', 1000),
    raise('two', 'memory', 2000),
    clear('two', 'cpu', 3000),
  ])
  assert.equal(
    signals(driver).map(({ held }) => held),
    [null, 'budget', 'budget', 'budget'],
  )
})

test('should tell what is critical when the budget is spent, and say so', () => {
  const config = { perDay: 1 }
  const records = [
    raise('one', 'cpu', 0),
    raise('two', 'cpu', 1000),
    critical('three', 'disk', 2000),
    critical('three', 'memory', 3000),
    critical('four', 'disk', 4000),
    raise('five', 'cpu', DAY + 4000),
    critical('six', 'disk', DAY + 5000),
    critical('seven', 'disk', DAY + 6000),
  ]
  const said = signals(driveProcessor(alarmBudget, { config }).when(records))
  assert.equal(
    said.map(({ source, held }) => `${source} ${held}`),
    ['one null', 'two budget', 'three null', 'three burst', 'four budget', 'five null', 'six null', 'seven budget'],
  )
  assert.equal(
    said.filter(({ hint }) => hint.includes('told over the alarm budget of the day')),
    [said[2], said[6]],
  )
})

test('should tell what is critical of a burst that could not be paid, and only that', () => {
  const records = [
    raise('one', 'cpu', 0),
    raise('two', 'cpu', 1000),
    critical('two', 'disk', 2000),
    critical('two', 'memory', 3000),
    raise('two', 'load', 4000),
    raise('three', 'cpu', 5000),
  ]
  const said = signals(driveProcessor(alarmBudget, { config: { perDay: 1 } }).when(records))
  assert.equal(
    said.map(({ held }) => held),
    [null, 'budget', null, 'burst', 'burst', 'budget'],
  )
})

test('should tell what a second method finds critical in a series for which there was no budget', () => {
  const records = [
    raise('one', 'cpu', 0),
    raise('two', 'disk', 1000),
    bench.raise('two', 'disk', 2000, { method: 'level_shift', severity: 'critical' }),
    clear('two', 'disk', 3000),
    clear('two', 'disk', 4000, 'level_shift'),
  ]
  const said = signals(driveProcessor(alarmBudget, { config: { perDay: 1 } }).when(records))
  assert.equal(
    said.map(({ phase, held }) => `${phase} ${held}`),
    ['raised null', 'raised budget', 'raised null', 'cleared budget', 'cleared null'],
  )
})

test('should go over a budget of nothing for nothing', () => {
  const said = signals(driveProcessor(alarmBudget, { config: { perDay: 0 } }).when([critical('one', 'disk', 0)]))
  assert.is(said[0].held, 'budget')
})

test('should never call for more bursts than twice the budget, whatever comes', () => {
  const step = fc.record({ source: fc.nat(30), severity: fc.constantFrom('info', 'warning', 'critical') })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const records = steps.map(({ source, severity }, i) =>
        bench.raise(`host-${source}`, `m${i}`, 1000 * i, { severity: severity as Finding['severity'] }),
      )
      const said = signals(driveProcessor(alarmBudget, { config: { perDay: 2 } }).when(records))
      const called = new Set(said.filter(({ held }) => held === null).map(({ source }) => source))
      assert.ok(called.size <= 4)
      const over = said.filter(({ hint }) => hint.includes('over the alarm budget'))
      assert.ok(over.length <= 2 && over.every(({ severity, held }) => severity === 'critical' && held === null))
    }),
    { numRuns: 100 },
  )
})

test('should refill the budget with the time of events', () => {
  const config = { perDay: 1 }
  const held = (at: number) =>
    signals(driveProcessor(alarmBudget, { config }).when([raise('one', 'cpu', 0), raise('two', 'cpu', at)]))[1].held
  assert.is(held(DAY / 2), 'budget')
  assert.is(held(DAY), null)
})

test('should begin a new burst after a pause', () => {
  const at = [0, 1, 2, 3].map((i) => 1000 * i)
  const driver = driveProcessor(alarmBudget).when([
    ...at.map((time) => raise('web', `m${time}`, time)),
    raise('web', 'late', 10 * MINUTE),
  ])
  assert.equal(
    signals(driver).map(({ held }) => held),
    [null, 'burst', 'burst', 'burst', null],
  )
})

test('should say nothing about the end of what it never heard the begin of', () => {
  driveProcessor(alarmBudget)
    .when([clear('web', 'cpu', 0), bench.raise('web', 'cpu', 0, { phase: 'unknown' })])
    .emits([])
})

test('should clear an episode of which nothing is heard any more', () => {
  const driver = driveProcessor(alarmBudget)
    .given([raise('gone', 'cpu', 0)])
    .when([tick(2 * DAY)])
  assert.equal(driver.outputs(), [])
  const [cleared] = signals(driver.when([tick(3 * DAY + 1000)]))
  assert.equal([cleared.phase, cleared.source, cleared.held], ['cleared', 'gone', null])
  assert.match(cleared.hint, /no longer followed/)
})

test('should follow only so many episodes at the same time', () => {
  const records = Array.from({ length: 4 }, (_, i) => raise('web', `m${i}`, 1000 * i))
  const said = signals(driveProcessor(alarmBudget, { config: { openEpisodes: 3 } }).when(records))
  assert.equal(
    said.map(({ phase, metric }) => `${phase} ${metric}`),
    ['raised m0', 'raised m1', 'raised m2', 'raised m3', 'cleared m0'],
  )
})

test('should clear every id that was raised exactly once, and let through no more than was paid for', () => {
  const step = fc.record({
    source: fc.constantFrom('a', 'b', 'c'),
    metric: fc.constantFrom('x', 'y'),
    method: fc.constantFrom('ewma' as const, 'level_shift' as const),
    raised: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const records = steps.map(({ source, metric, method, raised }, i) =>
        (raised ? raise : clear)(source, metric, 1000 * i, method),
      )
      const ends = ['a', 'b', 'c'].flatMap((source) =>
        ['x', 'y'].flatMap((metric) =>
          (['ewma', 'level_shift'] as const).map((method) => clear(source, metric, 100_000, method)),
        ),
      )
      const said = signals(driveProcessor(alarmBudget, { config: { perDay: 2 } }).when([...records, ...ends]))
      const ids = (phase: Signal['phase']) =>
        said.filter((signal) => signal.phase === phase).map(({ id, held }) => `${id} ${held}`)
      assert.equal(ids('cleared').sort(), ids('raised').sort())
      assert.is(new Set(ids('raised')).size, ids('raised').length)
      assert.ok(said.filter(({ phase, held }) => phase === 'raised' && held === null).length <= 2 * 3)
    }),
    { numRuns: 50 },
  )
})

test('should go on from its bytes with the same state', () => {
  const { state } = alarmBudget
  assert.equal(stateBytes(state, throughBytes(state, state.empty())), stateBytes(state, state.empty()))
})

function critical(source: string, metric: string, at: number): Given {
  return bench.raise(source, metric, at, { severity: 'critical' })
}

function raise(source: string, metric: string, at: number, method: Finding['method'] = 'ewma'): Given {
  return bench.raise(source, metric, at, { method })
}

function clear(source: string, metric: string, at: number, method: Finding['method'] = 'ewma'): Given {
  return bench.clear(source, metric, at, { method })
}

test.run()
