import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { openInstallation } from '../../../ops/app/open-installation.ts'
import { stages } from '../../../ops/app/stages.ts'
import { HEADS_FILE } from '../../../ops/audit/head-lines.ts'
import { restoreBackup } from '../../../ops/backup/restore-backup.ts'
import { takeBackup } from '../../../ops/backup/take-backup.ts'
import { loadFeed } from '../../../ops/prove/feed.ts'
import { codeOf } from '../../../schemas/core/homeostat-error.ts'
import { InsightSignals } from '../../../schemas/topics.ts'
import { foldAll } from '../laws/support/fold-all.ts'
import { verifyAll } from '../laws/support/verify-all.ts'
import { disturbedHistory } from './support/history.ts'
import { runApp, scratchFolder } from './support/running-app.ts'
import { smallDisk } from './support/small-disk.ts'
import { until } from './support/until.ts'

const folder = scratchFolder()
const data = join(folder.path, 'data')
const backup = join(folder.path, 'backup')
test.after(() => folder.remove())

async function refusal(work: () => Promise<unknown>): Promise<string> {
  return work().then(
    () => 'none',
    (error) => codeOf(error),
  )
}

/** A copy of the backup, for harm. */
function copyOfBackup(name: string): string {
  const copy = join(folder.path, name)
  cpSync(backup, copy, { recursive: true })
  return copy
}

test('should back up while the installation runs, and derive everything from what was restored', async () => {
  const { app, client } = await runApp(data)
  writeFileSync(join(data, 'sources.yaml'), 'prometheus: []\n')
  await client.send(disturbedHistory('web-1', Date.now() - 700_000))
  await client.counted('web-1')
  const before = await until('a signal is over', async () => {
    const signals = await client.signals()
    return signals?.length ? signals : undefined
  })
  const taken = await takeBackup(data, backup, '0.0.0', Date.now())
  assert.ok(taken.files.some(({ path }) => path === 'sources.yaml'))
  assert.is(statSync(backup).mode & 0o777, 0o700)
  assert.ok(taken.files.every(({ path }) => (statSync(join(backup, path)).mode & 0o777) === 0o600))
  await app.stop()

  const restored = join(folder.path, 'restored')
  const { logId } = await restoreBackup(backup, restored)
  assert.is.not(logId, taken.logId)
  const again = await runApp(restored)
  const after = await until('the read models are built again', async () => {
    const signals = await again.client.signals()
    return signals !== undefined && signals.length >= before.length && signals
  })
  const ids = (signals: readonly { id: string }[]) => signals.map(({ id }) => id).sort()
  assert.equal(ids(after).slice(0, before.length), ids(before))
  await again.client.send(disturbedHistory('web-2', Date.now() - 700_000))
  await again.client.counted('web-2')
  await until('every part works', async () => (await again.client.get('/readyz')).status === 200)
  await again.app.stop()
})

test('should leave the key of the audit trail out, unless it is wanted, and keep it for its owner alone then', async () => {
  const key = readFileSync(join(data, 'keys/audit.key'), 'utf8')
  assert.not.ok(existsSync(join(backup, 'keys')))
  const [to, target] = [join(folder.path, 'with-keys'), join(folder.path, 'same-key')]
  const taken = await takeBackup(data, to, '0.0.0', Date.now(), { withKeys: true })
  assert.ok(taken.files.some(({ path }) => path === 'keys/audit.key'))
  assert.is(statSync(join(to, 'keys')).mode & 0o777, 0o700)
  assert.is(statSync(join(to, 'keys/audit.key')).mode & 0o777, 0o600)
  await restoreBackup(to, target)
  assert.is(readFileSync(join(target, 'keys/audit.key'), 'utf8'), key)
  assert.is(statSync(join(target, 'keys/audit.key')).mode & 0o777, 0o600)
  assert.is(statSync(join(target, 'keys')).mode & 0o777, 0o700)
})

test('should verify what was derived before the restore and what was derived after it', async () => {
  const [source, target] = [join(folder.path, 'verify-source'), join(folder.path, 'verify-target')]
  const first = await openInstallation(source, stages)
  await foldAll(first, { meanwhile: () => loadFeed(first, { frames: 4_000, sources: 4 }) })
  await first.log.close()
  await takeBackup(source, join(folder.path, 'verify-backup'), '0.0.0', Date.now())
  await restoreBackup(join(folder.path, 'verify-backup'), target)

  const second = await openInstallation(target, stages)
  assert.equal(
    second.log.formerIds.map(({ id }) => id),
    [first.log.id],
  )
  const { end: signalsBefore } = await second.log.bounds(InsightSignals.name, 0)
  await foldAll(second, { meanwhile: () => loadFeed(second, { frames: 8_000, sources: 4 }) })
  assert.ok((await second.log.bounds(InsightSignals.name, 0)).end > signalsBefore, 'nothing was derived after the restore')
  for (const { task, epochs, difference, unverified } of await verifyAll(second)) {
    assert.is(difference, undefined, task)
    assert.equal(unverified, [], task)
    assert.ok(epochs > 0, task)
  }
  await second.log.close()
  const forgetful = await openInstallation(target, stages)
  const [sense] = await verifyAll({ ...forgetful, log: { ...forgetful.log, formerIds: [] } })
  assert.ok(sense.difference, 'without the former id the names of the past would differ')
  await forgetful.log.close()
})

test('should refuse a folder that holds something, for a backup and for a restore', async () => {
  assert.is(await refusal(() => takeBackup(data, backup, '0.0.0', Date.now())), 'HS_FOLDER_NOT_EMPTY')
  assert.is(await refusal(() => restoreBackup(backup, data)), 'HS_FOLDER_NOT_EMPTY')
  assert.is(await refusal(() => takeBackup(join(folder.path, 'none'), join(folder.path, 'no'), '0', 0)), 'HS_LOG_MISSING')
  assert.not.ok(existsSync(join(folder.path, 'no')) || existsSync(join(folder.path, 'no.part')))
})

test('should restore nothing from a backup with a changed, shortened or missing file', async () => {
  const target = join(folder.path, 'never')
  const harms: readonly [string, (copy: string) => void, string][] = [
    ['changed', (copy) => flip(join(copy, 'log/records/data.mdb'), 40_000), 'HS_BACKUP_DAMAGED'],
    ['shortened', (copy) => truncateSync(join(copy, 'log/records/data.mdb'), 8_192), 'HS_BACKUP_DAMAGED'],
    ['missing', (copy) => rmSync(join(copy, 'log/format')), 'HS_BACKUP_DAMAGED'],
    ['settings', (copy) => writeFileSync(join(copy, 'sources.yaml'), 'prometheus: [1]\n'), 'HS_BACKUP_DAMAGED'],
    ['manifest', (copy) => flip(join(copy, 'manifest.json'), 60), 'HS_BACKUP_DAMAGED'],
    ['unfinished', (copy) => rmSync(join(copy, 'manifest.json')), 'HS_BACKUP_MISSING'],
  ]
  for (const [name, harm, code] of harms) {
    const copy = copyOfBackup(`backup-${name}`)
    harm(copy)
    assert.is(await refusal(() => restoreBackup(copy, target)), code, name)
    assert.equal(existsSync(target) ? readdirSync(target) : [], [], name)
  }
  assert.is(await refusal(() => restoreBackup(join(folder.path, 'no-backup'), target)), 'HS_BACKUP_MISSING')
})

test('should leave no backup when it is killed in the middle, and make a whole one the next time', async () => {
  const to = join(folder.path, 'killed')
  const script = `import { takeBackup } from './ops/backup/take-backup.ts'
import { mkdirSync, watch } from 'node:fs'
mkdirSync(${JSON.stringify(`${to}.part`)}, { recursive: true })
takeBackup(${JSON.stringify(data)}, ${JSON.stringify(to)}, '0', 0)
setImmediate(() => process.kill(process.pid, 'SIGKILL'))`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], { stdio: 'inherit' })
  const [, signal] = await once(child, 'close')
  assert.is(signal, 'SIGKILL')
  assert.ok(existsSync(`${to}.part`))
  assert.not.ok(existsSync(to))
  assert.is(await refusal(() => restoreBackup(`${to}.part`, join(folder.path, 'never'))), 'HS_BACKUP_MISSING')
  await takeBackup(data, to, '0', 0)
  assert.not.ok(existsSync(`${to}.part`))
})

test('should go on with a restore that was broken off, and say when the disk is too small', async () => {
  const target = join(folder.path, 'broken-off')
  mkdirSync(join(target, 'restore.part', 'log'), { recursive: true })
  writeFileSync(join(target, 'restore.part', 'log', 'format'), 'half')
  writeFileSync(join(target, 'sources.yaml'), 'moved already')
  await restoreBackup(backup, target)
  const heads = existsSync(join(backup, HEADS_FILE)) ? [HEADS_FILE] : [] // when the first installation ran long enough to sign
  assert.equal(readdirSync(target).sort(), [...heads, 'log', 'sources.yaml'])
  assert.is(readFileSync(join(target, 'sources.yaml'), 'utf8'), 'prometheus: []\n')

  const disk = smallDisk(1)
  if (disk === undefined) return // only root may mount one
  try {
    assert.is(await refusal(() => restoreBackup(backup, join(disk.path, 'data'))), 'HS_DISK_FULL')
    assert.equal(readdirSync(join(disk.path, 'data')), [])
    disk.fill()
    assert.is(await refusal(() => takeBackup(data, join(disk.path, 'backup'), '0', 0)), 'HS_DISK_FULL')
    assert.equal(readdirSync(disk.path), ['ballast', 'data'])
  } finally {
    disk.remove()
  }
})

test('should refuse a backup and a folder of a later version', async () => {
  const log = join(folder.path, 'later')
  cpSync(join(folder.path, 'restored', 'log'), join(log, 'log'), { recursive: true })
  writeFileSync(join(log, 'log', 'format'), '2\n')
  assert.is(await refusal(() => takeBackup(log, join(folder.path, 'later-backup'), '0', 0)), 'HS_DATA_FORMAT_NEWER')
  assert.is(await refusal(() => openInstallation(log, stages)), 'HS_DATA_FORMAT_NEWER')
})

function flip(file: string, at: number): void {
  const bytes = readFileSync(file)
  bytes[at] ^= 0x01
  writeFileSync(file, bytes)
}

test.run()
