import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { codeOf } from '../../../schemas/core/homeostat-error.ts'
import { openEmbeddedLog } from '../../../streams/runtime/log/embedded/embedded-log.ts'
import { skipUnless } from '../../support/skip.ts'
import { Plain, plain, valuesIn } from './fixture.ts'

const folder = mkdtempSync(join(tmpdir(), 'homeostat-full-'))
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', folder])
if (mounted.status !== 0) rmSync(folder, { recursive: true })
skipUnless(mounted.status === 0, 'the test of a full disk mounts a small tmpfs, which only root may do')

test.after(() => {
  spawnSync('umount', [folder])
  rmSync(folder, { recursive: true })
})

test('should refuse with a name while the disk is full, keep what it has, and go on when there is space again', async () => {
  const ballast = join(folder, 'ballast')
  writeFileSync(ballast, Buffer.alloc(3_000_000))
  const log = await openEmbeddedLog(join(folder, 'data'))
  await log.createTopics([{ topic: Plain, partitions: 1 }])
  const taken: string[] = []
  let refused = 'none'
  for (let at = 0; refused === 'none' && at < 1_000; at++) {
    const value = String(at).padEnd(50_000, '.')
    await log.append([plain(value)]).then(
      () => taken.push(value),
      (error: unknown) => {
        refused = codeOf(error)
      },
    )
  }
  assert.is(refused, 'HS_DISK_FULL')
  assert.ok(taken.length > 5, `${taken.length} records were taken`)
  assert.equal(await valuesIn(log, Plain.name), taken)

  await log.maintain(Date.now(), [{ topic: Plain.name, maxBytes: 1e9 }])
  writeFileSync(`${ballast}-2`, Buffer.alloc(1_500_000))
  const upkeep = await log.maintain(Date.now(), [{ topic: Plain.name, maxBytes: 1e9 }]).then(() => 'done', codeOf)
  assert.is(upkeep, 'HS_DISK_FULL')
  const opened = await openEmbeddedLog(join(folder, 'other')).then(() => 'done', codeOf)
  assert.is(opened, 'HS_DISK_FULL')

  rmSync(ballast)
  await log.append([plain('space again')])
  assert.equal(await valuesIn(log, Plain.name), [...taken, 'space again'])
  await log.close()

  const again = await openEmbeddedLog(join(folder, 'data'))
  assert.equal(await valuesIn(again, Plain.name), [...taken, 'space again'])
  await again.close()
})

test.run()
