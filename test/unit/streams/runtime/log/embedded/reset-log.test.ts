import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { codeOf } from '../../../../../../schemas/core/homeostat-error.ts'
import { InsightSignals, Schemas, SenseFindings } from '../../../../../../schemas/topics.ts'
import { openEmbeddedLog } from '../../../../../../streams/runtime/log/embedded/embedded-log.ts'
import { resetLog } from '../../../../../../streams/runtime/log/embedded/reset-log.ts'

const test = suite<{ folder: string }>('reset of an embedded log')

test.before.each((context) => {
  context.folder = mkdtempSync(join(tmpdir(), 'reset-log-'))
})
test.after.each(({ folder }) => rmSync(folder, { recursive: true }))

const topics = [SenseFindings, InsightSignals, Schemas]
const record = (topic: string, text: string) => ({ topic, partition: 0, key: Buffer.from('k'), value: Buffer.from(text) })

test('should empty the named topics, keep the others, and renew the id', async ({ folder }) => {
  const log = await openEmbeddedLog(folder, { id: 'before' })
  await log.createTopics(topics.map((topic) => ({ topic, partitions: 2 })))
  await log.append(topics.flatMap(({ name }) => [record(name, 'a'), record(name, 'b')]))
  await log.append([{ ...record(SenseFindings.name, 'c'), partition: 1 }])
  await log.close()

  const id = await resetLog(folder, [SenseFindings.name, Schemas.name, 'none.such'])
  const again = await openEmbeddedLog(folder)
  assert.is(again.id, id)
  assert.is.not(id, 'before')
  const infos = (await again.partitions()).map(({ topic, partition, start, end, bytes }) => [
    topic,
    partition,
    start,
    end,
    (bytes ?? 0) > 0,
  ])
  assert.equal(infos.sort(), [
    [InsightSignals.name, 0, 0, 2, true],
    [InsightSignals.name, 1, 0, 0, false],
    [Schemas.name, 0, 0, 0, false],
    [Schemas.name, 1, 0, 0, false],
    [SenseFindings.name, 0, 0, 0, false],
    [SenseFindings.name, 1, 0, 0, false],
  ])
  const [{ offset }] = await again.append([record(SenseFindings.name, 'd')])
  assert.is(offset, 0)
  const { records } = await again.read(SenseFindings.name, 0, 0)
  assert.equal(
    records.map(({ value }) => value?.toString()),
    ['d'],
  )
  await again.close()
})

test('should refuse a folder without a log', async ({ folder }) => {
  const refused = (work: Promise<unknown>) => work.then(() => 'done', codeOf)
  assert.is(await refused(resetLog(folder, [])), 'HS_LOG_MISSING')
  assert.is(await refused(resetLog(join(folder, 'none'), [])), 'HS_LOG_MISSING')
})

test.run()
