import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { configSchema } from '../../../../../schemas/core/config.ts'
import { HomeostatError } from '../../../../../schemas/core/homeostat-error.ts'
import type { Finding } from '../../../../../schemas/generated/records.ts'
import { InsightSignals, SenseFindings } from '../../../../../schemas/topics.ts'
import type { Decider } from '../../../../../streams/runtime/api/decider.ts'
import { deciderProcessor } from '../../../../../streams/runtime/api/decider-processor.ts'
import { throughBytes } from '../../../../../streams/runtime/testing/state-bytes.ts'
import { given } from '../../../../../streams/runtime/testing/stored.ts'
import { FoldBench, testStage } from '../support/fold-bench.ts'
import { finding } from '../support/teller.ts'

interface Door {
  readonly open: boolean
  readonly moves: number
}

const door: Decider<Door, 'push' | 'pull' | 'saw', 'opened' | 'closed'> = {
  initial: () => ({ open: false, moves: 0 }),
  decide(command, { open }) {
    if (command === 'saw') throw new Error('a door is not sawn')
    if (open === (command === 'push')) throw new HomeostatError('HS_CONFIG_INVALID', { value: command, limit: String(open) })
    return [command === 'push' ? 'opened' : 'closed']
  },
  evolve: ({ moves }, event) => ({ open: event === 'opened', moves: moves + 1 }),
}

const life = deciderProcessor<Door, 'push' | 'pull' | 'saw', 'opened' | 'closed', Record<string, never>>({
  name: 'door',
  reads: [SenseFindings],
  writes: [InsightSignals],
  config: configSchema({}),
  decider: door,
  commands: { Finding: ({ hint }) => (hint === 'push' || hint === 'pull' || hint === 'saw' ? hint : undefined) },
  publish: (event, ctx) => ctx.emit(InsightSignals, 'Signal', { ...finding({ hint: event }), id: ctx.nextId(), held: null }),
  refuse: ({ code, value, limit }, command, ctx) =>
    ctx.emit(InsightSignals, 'Signal', {
      ...finding({ hint: `${command}: ${code} ${value} ${limit}` }),
      id: ctx.nextId(),
      held: null,
    }),
})

function openBench() {
  const bench = new FoldBench(testStage([life], { lifeCycle: [SenseFindings] }))
  const ask = (hint: string) => bench.put(given(SenseFindings, 'Finding', 'default/d', 1, finding({ hint })))
  const said = () => bench.outputs().map(({ value }) => (value as Finding).hint)
  return { bench, ask, said, state: () => bench.fold.entries.get('default/d')?.states[0] }
}

test('should decide each command in the state that the events before it have made', () => {
  const { ask, said, state } = openBench()
  for (const hint of ['push', 'pull', 'push']) ask(hint)
  assert.equal(said(), ['opened', 'closed', 'opened'])
  assert.equal(state(), { open: true, moves: 3 })
})

test('should publish a refusal with code, value and limit, and change nothing', () => {
  const { ask, said, state } = openBench()
  ask('push')
  ask('push')
  assert.equal(said(), ['opened', 'push: HS_CONFIG_INVALID push true'])
  assert.equal(state(), { open: true, moves: 1 })
})

test('should pass by what is no command', () => {
  const { ask, said } = openBench()
  ask('knock')
  assert.equal(said(), [])
})

test('should block the key at a defect, and leave the state as it was', () => {
  const { bench, ask, said, state } = openBench()
  ask('push')
  ask('saw')
  ask('pull')
  assert.equal(said(), ['opened'])
  assert.equal(state(), { open: true, moves: 1 })
  assert.equal(
    bench.fold.letters.take().letters.map(({ reason }) => reason),
    ['a door is not sawn'],
  )
})

test('should write its state as JSON when no other way is given', () => {
  assert.equal(throughBytes(life.state, { open: true, moves: 2 }), { open: true, moves: 2 })
})

test.run()
