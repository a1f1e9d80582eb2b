import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { SenseFindings, SystemTelemetryRaw } from '../../../../../schemas/topics.ts'
import type { Log, StoredRecord } from '../../../../../streams/runtime/log/log.ts'
import { frame, testStage } from '../support/fold-bench.ts'
import { TaskBench } from '../support/task-bench.ts'
import { say, teller } from '../support/teller.ts'

const stage = testStage(
  [
    teller(
      {
        Frame({ values, at }, ctx) {
          ctx.state.n += values[0]
          ctx.wakeAt(`t${values[0] % 3}`, at + 20)
          if (values[0] % 2 === 0) say(ctx, `${ctx.state.n} in ${ctx.window('Frame').length}`)
          if (values[0] === 7) throw new Error('seven')
          if (values[0] === 8) ctx.forget()
        },
        Timer({ name, due }, ctx) {
          ctx.state.n++
          say(ctx, `${name} ${due} ${ctx.state.n}`)
        },
      },
      { windows: [{ type: 'Frame', records: 3, spanMs: 1e6 }] },
    ),
  ],
  { intake: { graceMs: 50, futureMs: 1e6, forgetMs: 200, maxSources: 2, maxMetrics: 5 } },
)

const history = fc.array(
  fc.record({
    source: fc.constantFrom('a', 'b', 'c'),
    step: fc.integer({ min: -20, max: 60 }),
    value: fc.nat(9),
    broken: fc.boolean(),
  }),
  { minLength: 1, maxLength: 40 },
)
const settings = fc.record({
  commitIntervalMs: fc.constantFrom(1, 50),
  idleCommitMs: fc.constantFrom(10, 500),
  snapshotAgeMs: fc.constantFrom(10, 500),
  snapshotBytes: fc.constantFrom(1_000, 1_000_000),
  baseEveryMs: fc.constantFrom(1_000, 86_400_000),
})
/** How many commits a process lives, and whether its last one still takes effect. */
const lives = fc.array(fc.record({ commits: fc.integer({ min: 1, max: 6 }), applied: fc.boolean() }), { maxLength: 6 })

async function load(bench: TaskBench, records: readonly { source: string; step: number; value: number; broken: boolean }[]) {
  let at = 1_000
  for (const { source, step, value, broken } of records) {
    at += step
    if (broken && value === 9) {
      await bench.log.append([
        { topic: SystemTelemetryRaw.name, key: Buffer.from(`default/${source}`), value: Buffer.from([0, 9]) },
      ])
    } else await bench.put(frame(source, at, { m: value }, bench.scheduler.now))
  }
  for (let time = 1_000; time < at + 500; time += 25) await bench.tick(time)
}

/** Reads as little as the sizes say, and ends after so many commits without an answer. */
function mortal(log: Log, sizes: Iterator<number>, commits: number, applied: boolean): Log {
  let left = commits
  return {
    ...log,
    consumer(inputs) {
      const consumer = log.consumer(inputs)
      return { ...consumer, poll: (options) => consumer.poll({ ...options, maxBytes: sizes.next().value }) }
    },
    async writer(id) {
      const writer = await log.writer(id)
      return {
        ...writer,
        async commit(records) {
          if (left-- > 0) return writer.commit(records)
          if (applied && left === -1) await writer.commit(records)
          return new Promise(() => {})
        },
      }
    },
  }
}

test('should say the same as one undisturbed run, wherever it is ended and however little it reads', async () => {
  await fc.assert(
    fc.asyncProperty(
      history,
      settings,
      lives,
      fc.infiniteStream(fc.integer({ min: 1, max: 400 })),
      async (records, tuned, ends, sizes) => {
        const calm = await TaskBench.open(stage)
        await load(calm, records)
        await calm.run(3_000)

        const bench = await TaskBench.open(stage, { settings: tuned })
        const { log } = bench
        await load(bench, records)
        for (const { commits, applied } of ends) {
          Object.assign(bench.ports, { log: mortal(log, sizes, commits, applied) })
          const dying = await bench.start()
          await bench.pass(1_000)
          void dying.stop() // leaves the group; the task hangs in its last commit, or stops in good order
          await bench.pass(100)
        }
        Object.assign(bench.ports, { log })
        await bench.run(20_000)

        for (const topic of [SenseFindings.name, 'telemetry.late', 'telemetry.sources', 'dead.letters']) {
          assert.equal((await bench.records(topic)).map(shown), (await calm.records(topic)).map(shown), topic)
        }
        assert.equal((await bench.restored()).states, (await calm.restored()).states)
        assert.is((await bench.verify()).difference, undefined)
      },
    ),
    { numRuns: 150, includeErrorInReport: true },
  )
})

function shown({ offset, key, value, headers }: StoredRecord): string {
  return `${offset} ${key?.toString()} ${value?.toString('hex')} ${JSON.stringify(headers)}`
}

test.run()
