import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { openEmbeddedLog } from '../../../streams/runtime/log/embedded/embedded-log.ts'
import type { Log, NewRecord, Writer } from '../../../streams/runtime/log/log.ts'
import { createMemoryLog } from '../../../streams/runtime/log/memory/memory-log.ts'
import { Compacted, codeFrom, Plain, Spread } from './fixture.ts'

const specs = [
  { topic: Plain, partitions: 1 },
  { topic: Spread, partitions: 2 },
  { topic: Compacted, partitions: 1 },
]
const places = specs.flatMap(({ topic, partitions }) =>
  Array.from({ length: partitions }, (_, partition) => [topic.name, partition] as const),
)

/** A record in few words, so that a counterexample can be read. */
interface Sketch {
  readonly topic: string
  readonly key: string
  readonly value: string | null
  readonly padding: number
  readonly header: string | null
}

const sketch: fc.Arbitrary<Sketch> = fc.record({
  topic: fc.constantFrom(Plain.name, Spread.name, Compacted.name),
  key: fc.constantFrom('a', 'b', 'c', 'd'),
  value: fc.option(fc.string()),
  padding: fc.constantFrom(0, 0, 0, 40_000), // two large ones exceed a batch
  header: fc.option(fc.string()),
})
const sketches = fc.array(sketch, { minLength: 1, maxLength: 8 })

function toRecord({ topic, key, value, padding, header }: Sketch): NewRecord {
  return {
    topic,
    key: Buffer.from(key),
    value: value === null ? null : Buffer.from(value.padEnd(padding)),
    ...(header === null ? {} : { headers: { header } }),
  }
}

type Step =
  | { kind: 'append'; records: Sketch[] }
  | { kind: 'commit'; writer: number; records: Sketch[] }
  | { kind: 'open' }
  | { kind: 'together'; calls: Sketch[][] }
  | { kind: 'retain'; maxAgeMs: number; protect: number }
  | { kind: 'compact' }
  | { kind: 'reopen' }
  | { kind: 'read'; place: number; from: number; length: number; maxBytes: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: sketches.map((records): Step => ({ kind: 'append', records })) },
  { weight: 3, arbitrary: fc.tuple(fc.nat(5), sketches).map(([writer, records]): Step => ({ kind: 'commit', writer, records })) },
  { weight: 2, arbitrary: fc.constant<Step>({ kind: 'open' }) },
  {
    weight: 2,
    arbitrary: fc.array(sketches, { minLength: 2, maxLength: 4 }).map((calls): Step => ({ kind: 'together', calls })),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.nat(12), fc.nat(20)).map(([age, protect]): Step => ({ kind: 'retain', maxAgeMs: age, protect })),
  },
  { weight: 2, arbitrary: fc.constant<Step>({ kind: 'compact' }) },
  { weight: 1, arbitrary: fc.constant<Step>({ kind: 'reopen' }) },
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.nat(places.length - 1), fc.nat(40), fc.nat(20), fc.constantFrom(1, 50, 50_000, 1_000_000))
      .map(([place, from, length, maxBytes]): Step => ({ kind: 'read', place, from, length, maxBytes })),
  },
)

test('should do what the memory log does, step by step, whatever the steps', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const folder = mkdtempSync(join(tmpdir(), 'homeostat-model-'))
      let time = 1_000
      const now = () => time
      const model = createMemoryLog({ now })
      let log = await openEmbeddedLog(folder, { now })
      let writers: [Writer, Writer][] = []
      await Promise.all([model.createTopics(specs), log.createTopics(specs)])
      try {
        for (const one of steps) {
          time++
          if (one.kind === 'reopen') {
            await log.close()
            log = await openEmbeddedLog(folder, { now })
            writers = []
          } else if (one.kind === 'open') {
            writers.push([await model.writer('task'), await log.writer('task')])
          } else if (one.kind === 'commit') {
            if (writers.length === 0) continue
            const [expected, actual] = writers[one.writer % writers.length]
            assert.equal(
              await outcome(actual.commit(one.records.map(toRecord))),
              await outcome(expected.commit(one.records.map(toRecord))),
            )
          } else {
            assert.equal(await perform(log, one, time), await perform(model, one, time))
          }
        }
        for (const [topic, partition] of places) {
          assert.equal(await log.bounds(topic, partition), await model.bounds(topic, partition))
          assert.equal(await plainRead(log, topic, partition, 0), await plainRead(model, topic, partition, 0))
        }
      } finally {
        await log.close()
        rmSync(folder, { recursive: true })
      }
    }),
    { numRuns: 60 },
  )
})

type Performed = Exclude<Step, { kind: 'reopen' | 'open' | 'commit' }>

async function perform(log: Log, step: Performed, time: number): Promise<unknown> {
  if (step.kind === 'append') return outcome(log.append(step.records.map(toRecord)))
  if (step.kind === 'together') return Promise.all(step.calls.map((call) => outcome(log.append(call.map(toRecord)))))
  if (step.kind === 'compact') return codeFrom(log.maintain(time, []))
  if (step.kind === 'retain') {
    log.protect('task', [{ topic: Plain.name, partition: 0, offset: await headOfWrite(log, step.protect) }])
    return codeFrom(log.maintain(time, [{ topic: Plain.name, maxAgeMs: step.maxAgeMs }]))
  }
  const [topic, partition] = places[step.place]
  const { end } = await log.bounds(topic, partition)
  const from = Math.min(step.from, end)
  return plainRead(log, topic, partition, from, { to: from + step.length, maxBytes: step.maxBytes })
}

/** The first offset of one of the writes: the embedded log removes only what came together, the memory log single records. */
async function headOfWrite(log: Log, number: number): Promise<number> {
  const { records } = await log.read(Plain.name, 0, 0)
  const heads = records.filter((record, at) => at === 0 || records[at - 1].arrival !== record.arrival)
  return heads.length === 0 ? 0 : heads[number % heads.length].offset
}

async function outcome(promise: Promise<unknown>): Promise<unknown> {
  return promise.catch(() => codeFrom(promise))
}

/** A read as plain data; headers are frozen objects of any prototype. */
async function plainRead(log: Log, topic: string, partition: number, from: number, options = {}): Promise<unknown> {
  const result = await log.read(topic, partition, from, options)
  return { ...result, records: result.records.map((one) => ({ ...one, headers: { ...one.headers } })) }
}

test.run()
