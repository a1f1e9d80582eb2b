import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { readLines } from '../../../../../ops/cli/publish/read-lines.ts'

const folder = mkdtempSync(join(tmpdir(), 'homeostat-lines-'))
const file = join(folder, 'three.txt')
writeFileSync(file, 'one\r\ntwo\nthree')
const never = new AbortController().signal
test.after(() => rmSync(folder, { recursive: true }))

test('should give all lines to a reader that begins later', async () => {
  const lines = await readLines(file, never)
  for (let other = 0; other < 5; other++) await readFile(file) // what a connection to a cluster does meanwhile
  const read: string[] = []
  for await (const line of lines) read.push(line)
  assert.equal(read, ['one', 'two', 'three'])
})

test('should end with what was read when it is interrupted while it waits for more', async () => {
  const pipe = join(folder, 'pipe')
  execFileSync('mkfifo', [pipe])
  const writer = openSync(pipe, 'r+')
  writeSync(writer, 'one\n')
  const interrupt = new AbortController()
  const read: string[] = []
  for await (const line of await readLines(pipe, interrupt.signal)) {
    read.push(line)
    setImmediate(() => interrupt.abort())
  }
  closeSync(writer)
  assert.equal(read, ['one'])
})

test('should refuse a folder', async () => {
  const error = await readLines(folder, never).catch((thrown) => thrown)
  assert.is(error.code, 'HS_FILE_UNREADABLE')
})

test.run()
