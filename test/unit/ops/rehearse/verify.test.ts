import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { verifyTask } from '../../../../ops/rehearse/verify.ts'
import { frame, testStage } from '../../streams/runtime/support/fold-bench.ts'
import { TaskBench } from '../../streams/runtime/support/task-bench.ts'
import { say, teller } from '../../streams/runtime/support/teller.ts'

const summing = (factor = 1) =>
  testStage([
    teller(
      {
        Frame({ values }, ctx) {
          ctx.state.n += factor * values[0]
          if (ctx.state.n % 2 === 0) say(ctx, `${ctx.state.n} of ${ctx.window('Frame').length}`)
          if (values[0] === 13) throw new Error('unlucky')
        },
      },
      { windows: [{ type: 'Frame', records: 3, spanMs: 1e9 }] },
    ),
  ])

async function ran(settings: object = {}, rounds = 5): Promise<TaskBench> {
  const bench = await TaskBench.open(summing(), { settings })
  for (let round = 0; round < rounds; round++) {
    for (let n = 0; n < 8; n++) {
      const at = 100_000 * round + n
      await bench.put(frame(`s${n % 2}`, at, { m: n === 5 ? 13 : 2 }))
      await bench.tick(at)
    }
    await bench.run(300)
  }
  return bench
}

test('should derive every output again, byte for byte, with letters and windows', async () => {
  const bench = await ran()
  const report = await bench.verify()
  assert.is(report.difference, undefined)
  assert.equal(report.unverified, [])
  assert.is(report.outputs, (await bench.said()).length)
  assert.ok(report.outputs > 20)
  assert.is(report.task, 'test.0')
})

test('should show the first output that is not what the log says, with both values', async () => {
  const bench = await ran()
  const report = await verifyTask(summing(2), 0, 'v1', bench.ports, { asIfSame: true })
  assert.is(report.difference?.topic, 'sense.findings')
  assert.match(JSON.stringify(report.difference?.derived?.value), /4 of 1/)
  assert.match(JSON.stringify(report.difference?.recorded?.value), /2 of 1/)
})

test('should name what another version has made instead of comparing it, unless it is told to', async () => {
  const bench = await ran({}, 2)
  await bench.put(frame('s', 900_000, { m: 2 }))
  await bench.run(300, { version: 'v2' })
  const report = await bench.verify({}, 'v2')
  assert.is(report.outputs, 1)
  assert.is(report.unverified.length, 1)
  assert.match(report.unverified[0].reason, /made by version v1; this is v2/)
  const all = await bench.verify({ asIfSame: true }, 'v2')
  assert.equal([all.difference, all.outputs], [undefined, (await bench.said()).length])
})

test('should compare only what lies between the given times', async () => {
  const bench = await ran()
  const all = await bench.verify()
  const some = await bench.verify({ from: 100_000, to: 200_007 })
  assert.ok(some.outputs > 0 && some.outputs < all.outputs)
  assert.is(some.difference, undefined)
})

test('should verify what is left when retention has cut the head, and name the rest with its reason', async () => {
  const bench = await ran({ baseEveryMs: 50_000, snapshotAgeMs: 10, idleCommitMs: 10 }, 6)
  const whole = await bench.verify()
  await bench.log.maintain(bench.scheduler.now, [
    { topic: 'system.telemetry.raw', maxBytes: 900 },
    { topic: 'sense.findings', maxBytes: 3_000 },
  ])
  const { start, end } = await bench.log.bounds('system.telemetry.raw', 0)
  assert.ok(start > 8 && end - start > 8, `${start} ${end}`)
  const report = await bench.verify()
  assert.is(report.difference, undefined)
  assert.ok(report.outputs > 0 && report.outputs < whole.outputs, `${report.outputs} of ${whole.outputs}`)
  assert.match(report.unverified[0].reason, /base of this version/)
})

test('should say why nothing can be verified when no base is left', async () => {
  const bench = await ran({}, 2)
  await bench.log.maintain(bench.scheduler.now, [{ topic: 'system.telemetry.raw', maxBytes: 100 }])
  const report = await bench.verify()
  assert.is(report.outputs, 0)
  assert.match(report.unverified[0].reason, /removed by retention/)
})

test('should leave out what the task commits meanwhile', async () => {
  const bench = await ran({}, 2)
  const before = (await bench.said()).length
  const { settled } = bench.log
  let looks = 0
  const busy = {
    ...bench.log,
    async settled(topic: string, partition: number) {
      if (topic === 'sense.findings' && looks++ === 0) {
        await bench.put(frame('s0', 800_000, { m: 2 }))
        await bench.run(300)
      }
      return settled(topic, partition)
    },
  }
  const { log } = bench
  const report = await verifyTask(bench.stage, 0, 'v1', { ...bench.ports, log: busy })
  assert.is(bench.log, log)
  assert.is(report.difference, undefined)
  assert.is(report.outputs, before + 1)
})

test('should notice an output that is missing, and one too many', async () => {
  const bench = await ran({}, 1)
  const hide = (which: (index: number) => boolean) => ({
    ...bench.log,
    read: async (...asked: Parameters<typeof bench.log.read>) => {
      const result = await bench.log.read(...asked)
      if (asked[0] !== 'sense.findings') return result
      return { ...result, records: result.records.flatMap((record, index) => (which(index) ? [record, record] : [record])) }
    },
  })
  const doubled = await verifyTask(bench.stage, 0, 'v1', { ...bench.ports, log: hide((index) => index === 3) })
  assert.ok(doubled.difference)
})

test.run()
