import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { readTrail } from '../../../ops/audit/read-trail.ts'
import { readInstallation } from '../../../ops/cli/instance/read-installation.ts'
import type { SignalView } from '../../../projections/api/signal-view.ts'
import { PolicyEvents } from '../../../schemas/topics.ts'
import { homeostat } from '../../e2e/support/homeostat.ts'
import { verifyAll } from '../../integration/laws/support/verify-all.ts'
import { request } from '../../integration/ordeal/support/request.ts'
import { scratchFolder } from '../../integration/ordeal/support/running-app.ts'
import { until } from '../../integration/ordeal/support/until.ts'
import { startKafka } from '../../support/kafka/start-kafka.ts'
import { startDatabase } from '../../unit/projections/support/database.ts'
import { installation } from './support/installation.ts'
import { type RunningProcess, stopProcesses } from './support/running-process.ts'

const kafka = await startKafka()
const { postgres, end } = await startDatabase()
const folder = scratchFolder()
test.after(async () => {
  await stopProcesses()
  await Promise.all([kafka.stop(), end()])
  await folder.remove()
})

const { run, where, connection, folderOf } = installation(kafka, folder.path, postgres.dsn, 'rules')

test('should put rules into force in the process that folds when another one is told, also when that is killed', async () => {
  const first = await run('worker', 'stages,projections')
  const door = await run('door', 'sources,api')
  await change(door, 10)
  for (const source of SOURCES) {
    const raised = await until(`the rule fires for ${source}`, () => measured(door, source, 99, ({ open }) => open))
    assert.equal([raised.method, raised.value], ['rule', 99])
  }
  await first.stop() // signs what is written down
  const second = await run('worker', 'stages,projections')
  await change(door, 1_000)
  for (const source of SOURCES)
    await until(`the bound of ${source} is another`, () => measured(door, source, 99, ({ open }) => !open))
  await second.kill()
  await change(door, 10)
  const third = await run('worker', 'stages,projections')
  for (const source of SOURCES)
    await until(`the rule fires again for ${source}`, () => measured(door, source, 99, ({ open }) => open))
  await door.stop()
  await third.stop()
})

test('should derive what was said under all of these rules again, byte for byte', async () => {
  await readInstallation(connection, async (opened) => {
    for (const partition of [0, 1, 2, 3]) {
      const { records } = await opened.log.read(PolicyEvents.name, partition, 0)
      assert.is(records.length, 3, `partition ${partition} has every change`)
    }
    const reports = await verifyAll(opened)
    for (const { task, difference, unverified } of reports) assert.equal([difference, unverified], [undefined, []], task)
    const told = reports.filter(({ task, outputs }) => task.startsWith('sense.') && outputs > 0)
    assert.ok(told.length > 1, 'the sources live in several partitions')
  })
})

test('should have one whole audit trail over the kill of the process that signed, and over a reset by another', async () => {
  const before = await trail()
  assert.equal(
    before.entries.filter(({ act }) => act === 'rules.change').map(({ actor }) => actor),
    ['ann', 'ann', 'ann'],
  )
  assert.ok(before.heads.length > 1)
  assert.is(before.heads.at(-1)?.n, before.entries.length, 'what is written down was signed when the process ended')

  const reset = await homeostat(['reset', ...where, '--data', folderOf('other'), '--yes'])
  assert.is(reset.code, 0, reset.err)
  const other = await run('other', 'stages,projections,api')
  await until('the reset is written down', async () => {
    const { entries = [] } = (await other.client.get('/audit?act=log.reset')).body as { entries?: object[] } // our own API
    return entries.length === 2
  })
  await other.stop()
  const after = await trail()
  assert.equal(after.entries.slice(0, before.entries.length), before.entries)
  assert.equal(
    after.entries.filter(({ act }) => act === 'log.reset').map(({ outcome }) => outcome),
    ['asked', 'done'],
  )
  assert.equal(after.heads.map(({ n }) => n).at(-1), after.entries.length)
  assert.is(new Set(after.heads.map(({ key }) => key)).size, 2, 'each process has signed with its own key')

  const keys = join(folder.path, 'audit.pub')
  writeFileSync(keys, ['worker', 'other'].map((name) => readFileSync(join(folderOf(name), 'keys', 'audit.pub'), 'utf8')).join(''))
  const kept = ['--heads', join(folderOf('worker'), 'audit-heads.ndjson'), '--key', keys]
  const verified = await homeostat([
    ...['audit', 'verify', ...where, ...kept, '--data', folderOf('other'), '--postgres', postgres.dsn],
  ])
  assert.is(verified.code, 0, `${verified.out}${verified.err}`)
  assert.match(verified.out, /^The trail is whole: \d+ entries, \d+ signed heads\.$/m)
})

/** In more than one partition. */
const SOURCES = ['shop-1', 'shop-2', 'shop-3']

async function change(door: RunningProcess, above: number): Promise<void> {
  const rules = [{ name: 'busy', source: 'shop*', metric: 'queue', above }]
  const content = { body: JSON.stringify({ rules }), headers: { 'content-type': 'application/json' } }
  const { status, body } = await request(`${door.client.url}/rules?by=ann`, { method: 'PUT', ...content })
  assert.equal([status, (body as { changed: boolean }).changed], [200, true]) // our own API
}

function trail() {
  return readInstallation(connection, async ({ log, codec }) => {
    const { entries, heads } = await readTrail(log, codec)
    return { entries: entries.map(({ entry }) => entry), heads }
  })
}

/** Sends a value of now, and looks whether there is a signal as wanted. */
async function measured(door: RunningProcess, source: string, queue: number, fits: (signal: SignalView) => boolean) {
  await door.client.send([{ source, at: Date.now(), metrics: { queue } }])
  const { status, body } = await door.client.get(`/signals?source=${source}&metric=queue`)
  return status === 200 ? (body as { signals: SignalView[] }).signals.find(fits) : undefined
}

test.run()
