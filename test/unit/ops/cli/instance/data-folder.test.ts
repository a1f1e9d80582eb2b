import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { purge, purgeable } from '../../../../../ops/cli/down/purge.ts'
import { isDataFolder, prepareDataFolder } from '../../../../../ops/cli/instance/data-folder.ts'
import { codeOf } from '../../../../../schemas/core/homeostat-error.ts'

const test = suite<{ folder: string }>('data folder')

test.before.each((context) => {
  context.folder = mkdtempSync(join(tmpdir(), 'data-folder-'))
})
test.after.each(({ folder }) => rmSync(folder, { recursive: true, force: true }))

function codeFrom(work: () => unknown): string {
  try {
    work()
    return 'done'
  } catch (error) {
    return codeOf(error)
  }
}

/** What an installation leaves behind, beside something that is not its own. */
function inhabited(folder: string): void {
  mkdirSync(join(folder, 'log'))
  writeFileSync(join(folder, 'log', 'format'), '1\n')
  mkdirSync(join(folder, 'postgres'))
  writeFileSync(join(folder, 'notes.txt'), 'mine')
}

test('should make a new folder for its owner alone, and close an open one', ({ folder }) => {
  const made = prepareDataFolder(join(folder, 'a', 'b'))
  assert.is(statSync(made).mode & 0o777, 0o700)
  mkdirSync(join(folder, 'open'), { mode: 0o755 })
  assert.is(statSync(prepareDataFolder(join(folder, 'open'))).mode & 0o777, 0o700)
})

test('should refuse a folder of other things, but not a new volume nor a start that was broken off', ({ folder }) => {
  mkdirSync(join(folder, 'lost+found'))
  mkdirSync(join(folder, 'log'))
  assert.is(
    codeFrom(() => prepareDataFolder(folder)),
    'done',
  )
  writeFileSync(join(folder, 'thesis.txt'), '')
  assert.is(
    codeFrom(() => prepareDataFolder(folder)),
    'HS_DATA_FOREIGN',
  )
  assert.is(isDataFolder(folder), false)
})

test('should remove what an installation has made, and name what stays', async ({ folder }) => {
  inhabited(folder)
  const doomed = purgeable(folder)
  assert.equal(doomed.entries.toSorted(), ['log', 'postgres'])
  assert.ok(doomed.bytes > 0)
  const { entries, left } = await purge(doomed)
  assert.equal([entries.toSorted(), left], [['log', 'postgres'], ['notes.txt']])
  assert.is(statSync(join(folder, 'notes.txt')).size, 4)
})

test('should remove nothing from a folder that is not its own, and accept one that is not there', async ({ folder }) => {
  mkdirSync(join(folder, 'log'))
  assert.is(
    codeFrom(() => purgeable(folder)),
    'HS_DATA_FOREIGN',
  )
  const none = purgeable(join(folder, 'none'))
  assert.equal(none.entries, [])
  assert.equal(await purge(none), { entries: [], left: [] })
})

test.run()
