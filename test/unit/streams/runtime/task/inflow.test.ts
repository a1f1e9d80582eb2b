import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { ScheduleTicks, SystemTelemetryRaw } from '../../../../../schemas/topics.ts'
import type { Consumer, Log, ReadResult, StoredRecord } from '../../../../../streams/runtime/log/log.ts'
import { createMemoryLog } from '../../../../../streams/runtime/log/memory/memory-log.ts'
import { systemClock } from '../../../../../streams/runtime/ports/clock.ts'
import { noFailpoint } from '../../../../../streams/runtime/ports/failpoint.ts'
import { Inflow } from '../../../../../streams/runtime/task/inflow.ts'
import { testCodec } from '../../../../../streams/runtime/testing/test-codec.ts'

/** What one poll brings of an input: the times of its records, and whether there was more. */
interface Brought {
  readonly times: readonly number[]
  readonly atEnd: boolean
}

/** Two inputs over a log whose polls bring this, one after the other. */
function inflowOver(polls: readonly (readonly Brought[])[]) {
  const next = [0, 0]
  const waits: number[] = []
  const left = [...polls]
  const consumer: Consumer = {
    poll: async () => (left.shift() ?? []).map((brought, input) => answer(brought, input)),
    close: async () => {},
  }
  function answer({ times, atEnd }: Brought, input: number): ReadResult {
    const records = times.map((at): StoredRecord => {
      const value = testCodec.encode('Tick', { at })
      return { offset: next[input]++, arrival: 0, key: null, value, headers: {} }
    })
    return { records, next: next[input], start: 0, atEnd }
  }
  const log: Log = { ...createMemoryLog(), consumer: () => consumer }
  const inflow = new Inflow(
    { log, codec: testCodec, clock: systemClock, failpoint: noFailpoint },
    {
      topics: [SystemTelemetryRaw.name, ScheduleTicks.name],
      partition: 0,
      position: [0, 0],
      waitedFor: (input) => waits.push(input),
    },
  )
  const cut = () => (inflow.cut()?.taken ?? []).map(({ input, record }) => `${input}:${record.offset}`)
  return { inflow, waits, cut }
}

const nothing: Brought = { times: [], atEnd: false }
const empty: Brought = { times: [], atEnd: true }

test('should not fold past an input of which a wait that ran out has brought nothing, and count the wait', async () => {
  const { inflow, waits, cut } = inflowOver([
    [{ times: [1, 5], atEnd: true }, nothing],
    [{ times: [], atEnd: true }, nothing],
    [empty, { times: [3], atEnd: true }],
  ])
  await inflow.poll(1, 0)
  assert.equal(cut(), [])
  await inflow.poll(1, 0)
  assert.equal(cut(), [])
  assert.equal(waits, [1, 1])
  await inflow.poll(1, 0)
  assert.equal(cut(), ['0:0', '1:0', '0:1'])
  assert.equal(waits, [1, 1])
})

test('should fold on once a look has said that an input is at its end', async () => {
  const { inflow, waits, cut } = inflowOver([
    [{ times: [1, 5], atEnd: true }, nothing],
    [empty, empty],
  ])
  await inflow.poll(1, 0)
  assert.equal(cut(), [])
  await inflow.poll(1, 0)
  assert.equal(cut(), ['0:0', '0:1'])
  assert.equal(waits, [1])
  assert.ok(inflow.isAtEnd)
})

test('should stop at an input again that was at its end and no longer says so', async () => {
  const { inflow, waits, cut } = inflowOver([
    [{ times: [1], atEnd: true }, empty],
    [{ times: [2], atEnd: true }, nothing],
  ])
  await inflow.poll(1, 0)
  assert.equal(cut(), ['0:0'])
  await inflow.poll(1, 0)
  assert.equal(cut(), [])
  assert.equal(waits, [1])
})

test('should count no wait when nothing waits, nor for an input that brought a part of what there is', async () => {
  const { inflow, waits, cut } = inflowOver([
    [nothing, nothing],
    [
      { times: [1, 4], atEnd: false },
      { times: [2], atEnd: false },
    ],
  ])
  await inflow.poll(1, 0)
  assert.equal(cut(), [])
  assert.not(inflow.isAtEnd)
  await inflow.poll(1, 0)
  assert.equal(cut(), ['0:0', '1:0'])
  assert.equal(waits, [])
})

const times = fc
  .array(fc.nat(8), { maxLength: 10 })
  .map((steps) => steps.map((_, n) => steps.slice(0, n + 1).reduce((a, b) => a + b)))
const portions = fc.array(fc.record({ takes: fc.tuple(fc.nat(3), fc.nat(3)), silent: fc.tuple(fc.boolean(), fc.boolean()) }), {
  maxLength: 20,
})

test('should fold two inputs in one order, whatever the polls bring and however often one brings nothing', async () => {
  await fc.assert(
    fc.asyncProperty(times, times, portions, async (one, other, plan) => {
      const inputs = [one, other]
      const whole = inflowOver([inputs.map((all) => ({ times: all, atEnd: true }))])
      await whole.inflow.poll(1, 0)
      const expected = whole.cut()

      const read = [0, 0]
      const polls = plan.map(({ takes, silent }) =>
        inputs.map((all, input): Brought => {
          if (silent[input]) return nothing
          const from = read[input]
          read[input] = Math.min(all.length, from + takes[input])
          return { times: all.slice(from, read[input]), atEnd: read[input] === all.length }
        }),
      )
      const rest = inputs.map((all, input) => ({ times: all.slice(read[input]), atEnd: true }))
      const { inflow, cut } = inflowOver([...polls, rest])
      const taken: string[] = []
      for (let n = 0; n <= polls.length; n++) {
        await inflow.poll(1, 0)
        taken.push(...cut())
      }
      assert.equal(taken, expected)
    }),
  )
})

test.run()
