import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { createHolding } from '../../../../../../../streams/runtime/log/kafka/group/holding.ts'
import { groupTiming } from '../../../../../../../streams/runtime/log/kafka/group/timing.ts'

function given() {
  const told: string[] = []
  const time = { now: 0 }
  const listener = {
    assigned: (tasks: readonly number[]) => told.push(`+${tasks}`),
    revoked: (tasks: readonly number[]) => told.push(`-${tasks}`),
  }
  const holding = createHolding(listener, groupTiming(10_000), () => time.now)
  return { holding, told, time, generation: holding.begin() }
}

test('should tell only what changes when the group changes', () => {
  const { holding, told, generation } = given()
  holding.assign(generation, [0, 1, 2, 3])
  holding.rebalancing(generation)
  holding.assign(generation, [1, 2, 5])
  assert.equal(told, ['+0,1,2,3', '-0,3', '+5'])
  assert.equal(holding.claims(), [1, 2, 5])
})

test('should give everything up, and claim nothing, after a session without a heartbeat', () => {
  const { holding, told, time, generation } = given()
  holding.assign(generation, [0, 1])
  time.now = 9_000
  holding.beat(generation)
  time.now = 19_000
  holding.look()
  assert.equal(told, ['+0,1'])
  time.now = 19_001
  assert.equal(holding.claims(), [])
  assert.equal(told, ['+0,1', '-0,1'])
})

test('should keep its tasks while others are waited for in a rebalance', () => {
  const { holding, told, time, generation } = given()
  holding.assign(generation, [0])
  holding.rebalancing(generation)
  time.now = 15_000
  holding.look()
  assert.equal(told, ['+0'])
  time.now = 15_001
  holding.look()
  assert.equal(told, ['+0', '-0'])
})

test('should give everything up when its consumer ends, and ask for a new one', () => {
  const { holding, told, generation } = given()
  holding.assign(generation, [0, 1])
  holding.crash(generation)
  assert.ok(holding.mustRestart())
  holding.begin()
  assert.not(holding.mustRestart())
  assert.equal(told, ['+0,1', '-0,1'])
})

test('should join again when the broker is heard after its silence, because the group believes that nothing has changed', () => {
  const { holding, told, time, generation } = given()
  holding.assign(generation, [0])
  time.now = 10_001
  holding.look()
  assert.not(holding.mustRestart()) // there is nobody yet to join with
  holding.beat(generation)
  assert.ok(holding.mustRestart())
  holding.assign(generation, [0])
  assert.not(holding.mustRestart())
  assert.equal(told, ['+0', '-0', '+0'])
})

test('should not join again after a silence in which it held nothing, nor while the group is changing', () => {
  const { holding, time, generation } = given()
  holding.assign(generation, [])
  time.now = 10_001
  holding.look()
  holding.beat(generation)
  assert.not(holding.mustRestart())
  holding.assign(generation, [0])
  time.now = 21_000
  holding.look()
  holding.rebalancing(generation)
  assert.not(holding.mustRestart())
})

test('should ask for a new consumer when the old one says nothing any more', () => {
  const { holding, time, generation } = given()
  holding.assign(generation, [0])
  time.now = 30_001
  assert.ok(holding.mustRestart())
})

test('should not hear a consumer that was replaced, nor anyone after leaving', () => {
  const { holding, told, generation } = given()
  const next = holding.begin()
  assert.not(holding.assign(generation, [0]))
  holding.crash(generation)
  assert.not(holding.mustRestart())
  holding.assign(next, [1])
  holding.revokeAll()
  assert.not(holding.assign(next, [1]))
  assert.equal(told, ['+1', '-1'])
})

test.run()
