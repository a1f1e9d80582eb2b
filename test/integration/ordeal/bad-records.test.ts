import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { openInstallation } from '../../../ops/app/open-installation.ts'
import { stages } from '../../../ops/app/stages.ts'
import { codeOf } from '../../../schemas/core/homeostat-error.ts'
import { DeadLetters, SystemTelemetryRaw, TelemetryLate } from '../../../schemas/topics.ts'
import { LARGEST_RECORD_BYTES, type NewRecord } from '../../../streams/runtime/log/log.ts'
import { type Hardship, hardships } from './support/hardships.ts'
import { recordsIn } from './support/records-in.ts'
import { runApp, scratchFolder } from './support/running-app.ts'
import { until } from './support/until.ts'

const folder = scratchFolder()
test.after(folder.remove)
const now = Date.now()

test('should put what cannot be read aside, with its bytes, and go on with the next record', async () => {
  const { log, codec } = await openInstallation(folder.path, stages)
  const frame = (at: number, metrics: Record<string, number> = { cpu_usage: 1 }) =>
    codec.encode('Frame', { source: 'foreign', at, metrics, labels: {} })
  const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`m${n}`, n]))
  const unknownSchema = Buffer.from(frame(now))
  unknownSchema.writeUInt32BE(4_000_000, 1)
  const nan = Buffer.from(frame(now + 1))
  nan.writeDoubleLE(Number.NaN, nan.indexOf(doubleOf(1)))
  const bad: readonly (readonly [Hardship, Buffer])[] = [
    [hardships.unknownSchema, unknownSchema],
    [hardships.truncatedAvro, frame(now + 2).subarray(0, -6)],
    [hardships.notAvro, Buffer.from('{"source":"foreign"}')],
    [hardships.foreignNan, nan],
  ]
  const moved = [frame(now + 10), ...bad.flatMap(([, value], n) => [value, frame(now + 11 + n)])]
  const late = [frame(now + 20, many), frame(Date.UTC(3000, 0, 1))]
  await log.append([...moved, ...late, frame(now + 30)].map(inRaw))
  await log.close()

  const { app, client } = await runApp(folder.path)
  const points = await client.samples('foreign', 'cpu_usage', 6)
  assert.equal(
    points.map(([at]) => at - now),
    [10, 11, 12, 13, 14, 30],
  )
  const source = await until('the late ones are counted', async () => {
    const shown = await client.source('foreign')
    return shown?.late.future === 1 ? shown : undefined
  })
  assert.equal(source.late, { future: 1, metric_cap: 1 }, hardships.foreignMany.happens + hardships.foreignFuture.happens)
  await app.stop()

  const letters = await recordsIn(folder.path, DeadLetters, 'DeadLetter')
  assert.equal(
    letters.map(({ value }) => [value.code, value.value, value.offset]),
    bad.map(([{ codes }, bytes], n) => [codes[0], bytes, 1 + 2 * n]),
  )
  const lateOnes = await recordsIn(folder.path, TelemetryLate, 'LateFrame')
  assert.equal(
    lateOnes.map(({ value }) => value.reason),
    ['metric_cap', 'future'],
  )
})

test('should go on where it stood, without a second letter', async () => {
  const { app, client } = await runApp(folder.path)
  assert.is((await client.send([{ source: 'foreign', at: now + 40, metrics: { cpu_usage: 1 } }])).status, 200)
  await client.samples('foreign', 'cpu_usage', 7)
  await app.stop()
  assert.is((await recordsIn(folder.path, DeadLetters, 'DeadLetter')).length, 4)
})

test('should refuse an append that holds a record over the limit, and write nothing of it', async () => {
  const { log } = await openInstallation(folder.path, stages)
  const before = await log.bounds(SystemTelemetryRaw.name, 0)
  await log.append([inRaw(Buffer.from('beside it')), inRaw(Buffer.alloc(LARGEST_RECORD_BYTES))]).then(
    () => assert.unreachable(),
    (error) => assert.is(codeOf(error), hardships.overLimit.codes[0]),
  )
  assert.equal(await log.bounds(SystemTelemetryRaw.name, 0), before)
  await log.close()
})

function inRaw(value: Buffer): NewRecord {
  return { topic: SystemTelemetryRaw.name, partition: 0, key: Buffer.from('default/foreign'), value }
}

function doubleOf(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleLE(value)
  return bytes
}

test.run()
