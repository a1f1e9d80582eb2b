import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { openEmbeddedLog } from '../../../streams/runtime/log/embedded/embedded-log.ts'
import { startChild } from './child.ts'
import { codeFrom, Plain, plain, Spread, textOf, valuesIn } from './fixture.ts'

test('should keep records, offsets, fences and its id when it is opened again', () =>
  inFolder(async (folder) => {
    const first = await openEmbeddedLog(folder, { id: 'fixed' })
    await first.createTopics([{ topic: Plain, partitions: 1 }])
    await first.writer('task-0')
    await first.append([plain('a'), plain('b')])
    await first.close()

    const second = await openEmbeddedLog(folder, { id: 'another' })
    assert.is(second.id, 'fixed')
    assert.equal(await valuesIn(second, Plain.name), ['a', 'b'])
    const [position] = await second.append([plain('c')])
    assert.is(position.offset, 2)
    await second.close()
  }))

test('should lose nothing that was acknowledged and keep nothing by half when its process is killed', () =>
  inFolder(async (folder) => {
    for (let round = 0; round < 4; round++) {
      const child = startChild('appending-process.ts', [folder])
      assert.is(await child.line(), 'open')
      let acknowledged = -1
      for (let lines = 0; lines <= round * 7; lines++) acknowledged = Number(await child.line())
      await child.kill()

      const log = await openEmbeddedLog(folder)
      const numbers = await valuesIn(log, Plain.name)
      assert.ok(numbers.length > acknowledged, `${acknowledged} was acknowledged, ${numbers.length} are there`)
      assert.equal(
        numbers,
        numbers.map((_, at) => String(at)),
      )
      for (const partition of [0, 1]) assert.equal(await valuesIn(log, Spread.name, partition), numbers)
      await log.close()
    }
  }))

test('should refuse a second process that wants to write, and let it in once the first is dead', () =>
  inFolder(async (folder) => {
    const child = startChild('appending-process.ts', [folder])
    await child.line()
    const refused = await openEmbeddedLog(folder).then(
      () => null,
      (error: unknown) => error,
    )
    assert.is((refused as { code?: string }).code, 'HS_LOG_LOCKED')
    assert.is((refused as { value?: number }).value, child.process.pid)
    await child.line() // it goes on unharmed
    await child.kill()
    const log = await openEmbeddedLog(folder)
    await log.close()
  }))

test('should refuse a second log on the same folder in one process', () =>
  inFolder(async (folder) => {
    const log = await openEmbeddedLog(folder)
    assert.is(await codeFrom(openEmbeddedLog(folder)), 'HS_LOG_LOCKED')
    await log.createTopics([{ topic: Plain, partitions: 1 }])
    await log.close()
    await (await openEmbeddedLog(folder)).close()
  }))

test('should go on as before when it was refused again and again while another process wrote', () =>
  inFolder(async (folder) => {
    const child = startChild('appending-process.ts', [folder])
    await child.line()
    for (let attempt = 0; attempt < 3; attempt++) assert.is(await codeFrom(openEmbeddedLog(folder)), 'HS_LOG_LOCKED')
    await child.kill()
    const log = await openEmbeddedLog(folder)
    await log.append([plain('mine')])
    assert.is((await valuesIn(log, Plain.name)).at(-1), 'mine')
    await log.close()
  }))

test('should read beside a process that writes, see what it commits, and write nothing', () =>
  inFolder(async (folder) => {
    const child = startChild('appending-process.ts', [folder])
    await child.line()
    const log = await openEmbeddedLog(folder, { readOnly: true })
    const consumer = log.consumer([{ topic: Plain.name, partition: 0, from: 0 }])
    const seen: (string | null)[] = []
    while (seen.length < 200) {
      const [result] = await consumer.poll({ maxBytes: 1_000_000, timeoutMs: 10_000 })
      seen.push(...result.records.map(textOf))
    }
    assert.equal(
      seen,
      seen.map((_, at) => String(at)),
    )
    assert.is(await codeFrom(log.append([plain('x')])), 'HS_LOG_READ_ONLY')
    assert.is(await codeFrom(log.writer('feed')), 'HS_LOG_READ_ONLY')
    assert.is(await codeFrom(log.createTopics([])), 'HS_LOG_READ_ONLY')
    assert.is(await codeFrom(log.maintain(0, [])), 'HS_LOG_READ_ONLY')
    await log.close()
    await child.kill()
  }))

test('should say that there is no log where there is none to read', () =>
  inFolder(async (folder) => {
    assert.is(await codeFrom(openEmbeddedLog(join(folder, 'none'), { readOnly: true })), 'HS_LOG_MISSING')
  }))

test('should refuse a folder that a newer version wrote', () =>
  inFolder(async (folder) => {
    await (await openEmbeddedLog(folder)).close()
    writeFileSync(join(folder, 'format'), '2\n')
    for (const readOnly of [false, true]) assert.is(await codeFrom(openEmbeddedLog(folder, { readOnly })), 'HS_DATA_FORMAT_NEWER')
    writeFileSync(join(folder, 'format'), 'rubbish')
    assert.is(await codeFrom(openEmbeddedLog(folder)), 'HS_LOG_FAILED')
  }))

test('should let nobody but its owner into the folder', () =>
  inFolder(async (folder) => {
    const data = join(folder, 'data')
    await (await openEmbeddedLog(data)).close()
    assert.is(statSync(data).mode & 0o777, 0o700)
  }))

test('should leave nothing of a flush that fails in the middle', () =>
  inFolder(async (folder) => {
    let broken = false
    const failpoint = () => {
      if (broken) throw new Error('pulled the plug')
    }
    const log = await openEmbeddedLog(folder, { failpoint })
    await log.createTopics([
      { topic: Plain, partitions: 1 },
      { topic: Spread, partitions: 2 },
    ])
    const both = (value: string) => [plain(value), { topic: Spread.name, partition: 1, key: null, value: Buffer.from(value) }]
    await log.append(both('before'))
    broken = true
    const failed = await Promise.allSettled([log.append(both('lost')), log.writer('task-0'), log.append(both('lost too'))])
    assert.equal(
      failed.map((outcome) => outcome.status === 'rejected' && String(outcome.reason)),
      Array(3).fill('Error: pulled the plug'),
    )
    broken = false
    await log.append(both('after'))
    assert.equal(await valuesIn(log, Plain.name), ['before', 'after'])
    assert.equal(await valuesIn(log, Spread.name, 1), ['before', 'after'])
    await log.close()
  }))

async function inFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'homeostat-log-'))
  try {
    await body(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

test.run()
