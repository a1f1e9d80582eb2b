import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { noteActs } from '../../../../ops/audit/note-acts.ts'
import { noteStart, type Start } from '../../../../ops/audit/note-start.ts'
import { ControlRequests } from '../../../../schemas/topics.ts'
import type { Log } from '../../../../streams/runtime/log/log.ts'
import { systemClock } from '../../../../streams/runtime/ports/clock.ts'
import { noFailpoint } from '../../../../streams/runtime/ports/failpoint.ts'
import { readDecoded } from '../../../../streams/runtime/state/read-decoded.ts'
import { createWorld } from '../../projections/support/world.ts'

const first: Start = { roles: ['api', 'stages'], settings: { a: 1 }, adopt: undefined, program: '1.0.0', by: 'ada' }

/** A log in which many acts of others stand, and from where it was read. */
async function aLog(others: number) {
  const { log, codec } = await createWorld()
  let readFrom: number[] = []
  const watched: Log = {
    ...log,
    read(topic, partition, from, options) {
      readFrom.push(from)
      return log.read(topic, partition, from, options)
    },
  }
  const ports = { log: watched, codec, clock: systemClock, failpoint: noFailpoint }
  return {
    start: (start: Start) => noteStart(ports, start),
    /** Since it was asked last. */
    readFrom() {
      const found = readFrom
      readFrom = []
      return found
    },
    async somethingElse() {
      const act = { act: 'backup', outcome: 'done', by: 'eve', object: 'elsewhere', at: 1, details: {} } as const
      await noteActs(log, codec, Array(others).fill(act))
    },
    async noted() {
      const found: string[] = []
      for await (const { decoded } of readDecoded(log, codec, ControlRequests.name, 0, 0)) {
        if (decoded?.type !== 'ActDone' || decoded.value.by === 'eve') continue
        const { act, object, details } = decoded.value
        found.push([act, object, details.previous === '' ? 'first' : 'changed'].join(' '))
      }
      return found
    },
  }
}

test('should note a start with other settings than the one before with the same roles, and no other', async () => {
  const { start, noted } = await aLog(0)
  await start(first)
  await start(first)
  await start({ ...first, settings: { a: 2 } })
  await start({ ...first, roles: ['sources'] })
  assert.equal(await noted(), [
    'configuration.change process api,stages first',
    'configuration.change process api,stages changed',
    'configuration.change process sources first',
  ])
})

test('should find the start before however much was asked for since', async () => {
  const { start, noted, somethingElse } = await aLog(6_000)
  await start(first)
  await somethingElse()
  await start(first)
  assert.equal(await noted(), ['configuration.change process api,stages first'])
})

test('should read no more than the last requests when the start before is among them', async () => {
  const { start, readFrom, somethingElse } = await aLog(3_000)
  await somethingElse()
  await start(first)
  assert.is(Math.min(...readFrom()), 0, 'there was none before: everything is read once')
  await start(first)
  assert.ok(Math.min(...readFrom()) > 2_000)
})

test.run()
