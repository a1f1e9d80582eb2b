import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { readTopic, type TailOptions } from '../../../../../ops/cli/tail/read-topic.ts'
import { summary } from '../../../../../ops/cli/tail/summary.ts'
import { type Tailed, tailed } from '../../../../../ops/cli/tail/tailed.ts'
import { toJson } from '../../../../../ops/cli/tail/to-json.ts'
import { InsightSignals, SystemTelemetryRaw } from '../../../../../schemas/topics.ts'
import { createMemoryLog } from '../../../../../streams/runtime/log/memory/memory-log.ts'
import { given } from '../../../../../streams/runtime/testing/stored.ts'
import { testCodec } from '../../../../../streams/runtime/testing/test-codec.ts'
import { frame, testStage } from '../../../streams/runtime/support/fold-bench.ts'
import { TaskBench } from '../../../streams/runtime/support/task-bench.ts'
import { finding } from '../../../streams/runtime/support/teller.ts'

const topic = SystemTelemetryRaw.name

async function bench(frames: number): Promise<TaskBench> {
  const made = await TaskBench.open(testStage([]))
  for (let n = 0; n < frames; n++) await made.put(frame(n % 2 === 0 ? 'even' : 'odd', 1_000 * n))
  return made
}

async function read(made: TaskBench, options: Partial<TailOptions>): Promise<number[]> {
  const offsets: number[] = []
  for await (const { offset } of readTopic(made.log, testCodec, topic, { partition: 0, last: 10, ...options }))
    offsets.push(offset)
  return offsets
}

test('should give the newest records, as many as pass the filters', async () => {
  const made = await bench(250)
  assert.equal(await read(made, { last: 3 }), [247, 248, 249])
  assert.equal(await read(made, { last: 2, key: 'even' }), [246, 248])
  assert.equal(await read(made, { last: 2, key: 'default/odd', to: { offset: 6 } }), [3, 5])
  assert.equal(await read(made, { last: 0 }), [])
  assert.equal(await read(made, { type: 'Signal' }), [])
  assert.is((await read(made, { last: 1_000, type: 'frame' })).length, 250)
})

test('should give a range of offsets or of event times', async () => {
  const made = await bench(6)
  assert.equal(await read(made, { from: { offset: 2 }, to: { offset: 4 } }), [2, 3])
  assert.equal(await read(made, { from: { time: 2_000 }, to: { time: 4_000 } }), [2, 3])
  assert.equal(await read(made, { from: { offset: 99 } }), [])
})

test('should merge the partitions of a topic by event time, and follow all of them', async () => {
  const log = createMemoryLog()
  await log.createTopics([{ topic: SystemTelemetryRaw, partitions: 2 }])
  const put = (partition: number, at: number) =>
    log.append([
      {
        topic,
        partition,
        key: Buffer.from('default/a'),
        value: testCodec.encode('Frame', { source: 'a', at, metrics: { cpu: 1 }, labels: {} }),
      },
    ])
  for (const [partition, at] of [
    [1, 1_000],
    [0, 2_000],
    [1, 3_000],
    [1, 2_500],
    [0, 4_000],
  ] as const)
    await put(partition, at)
  const abort = new AbortController()
  const seen: string[] = []
  for await (const { partition, at } of readTopic(log, testCodec, topic, { last: 4, follow: abort.signal })) {
    seen.push(`${partition}:${at}`)
    if (at === 4_000) await put(1, 5_000)
    if (at === 5_000) abort.abort()
  }
  assert.equal(seen, ['0:2000', '1:3000', '1:2500', '0:4000', '1:5000'])
  const fromTwo: number[] = []
  for await (const { at } of readTopic(log, testCodec, topic, { last: 0, from: { time: 2_000 }, to: { time: 4_000 } }))
    fromTwo.push(at)
  assert.equal(fromTwo, [2_000, 3_000, 2_500])
  await log.close()
})

test('should follow what comes until it is interrupted', async () => {
  const made = await bench(2)
  const abort = new AbortController()
  const offsets: number[] = []
  const following = (async () => {
    const options = { partition: 0, last: 1, follow: abort.signal }
    for await (const { offset } of readTopic(made.log, testCodec, topic, options)) {
      offsets.push(offset)
      if (offset === 1) await made.put(frame('late', 5_000))
      if (offset === 2) abort.abort()
    }
  })()
  await made.finish(following)
  assert.equal(offsets, [1, 2])
})

test('should name a topic that does not exist', async () => {
  const made = await bench(0)
  const records = readTopic(made.log, testCodec, 'nope', { partition: 0, last: 1 })
  await records.next().then(
    () => assert.unreachable(),
    (error) => assert.is(error.code, 'HS_TOPIC_UNKNOWN'),
  )
})

const stored = { offset: 7, arrival: 5, key: Buffer.from('default/a'), headers: {} }

function shown(record: Parameters<typeof tailed>[2]): Tailed {
  return tailed(topic, 0, record, testCodec)
}

test('should show what cannot be decoded, with its bytes, and tombstones', () => {
  const broken = shown({ ...stored, value: Buffer.from([9, 9]) })
  assert.is(broken.type, 'unreadable')
  assert.match(toJson(broken), /"code":"HS_[A-Z_]+","bytes":"CQk="/)
  assert.is(shown({ ...stored, value: null }).type, 'tombstone')
})

test('should write frames and signals as a person reads them, on one line', async () => {
  const value = testCodec.encode('Frame', { source: 'a', at: 1_000, metrics: { cpu: 0.5, 'evil\x1b[2J': 1 }, labels: {} })
  const line = summary(shown({ ...stored, value }), 200)
  assert.is(line, '0:7  1970-01-01T00:00:01.000Z  Frame  default/a  2 metrics: cpu=0.5 evil=1')
  assert.is(summary(shown({ ...stored, value }), 40).length, 40)
  const made = await TaskBench.open(testStage([]))
  await made.put(given(InsightSignals, 'Signal', 'default/a', 2_000, { ...finding({ hint: 'High.' }), id: 'x', held: null }))
  const [record] = await made.records(InsightSignals.name)
  const signal = summary(tailed(InsightSignals.name, 0, record, testCodec), 200)
  assert.match(signal, /Signal {2}default\/a {2}raised info m 0 \(expected 0, ewma\) High\.$/)
})

test('should write bytes within JSON as base64', () => {
  assert.is(toJson({ bytes: Buffer.from([1, 2]), list: [1] }), '{"bytes":"AQI=","list":[1]}')
})

test.run()
