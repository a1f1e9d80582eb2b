import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { readLines } from '../../../../../ops/cli/publish/read-lines.ts'

const folder = mkdtempSync(join(tmpdir(), 'homeostat-lines-'))
const file = join(folder, 'three.txt')
writeFileSync(file, 'one\r\ntwo\nthree')
test.after(() => rmSync(folder, { recursive: true }))

test('should give all lines to a reader that begins later', async () => {
  const lines = await readLines(file)
  for (let other = 0; other < 5; other++) await readFile(file) // what a connection to a cluster does meanwhile
  const read: string[] = []
  for await (const line of lines) read.push(line)
  assert.equal(read, ['one', 'two', 'three'])
})

test('should refuse a folder', async () => {
  const error = await readLines(folder).catch((thrown) => thrown)
  assert.is(error.code, 'HS_FILE_UNREADABLE')
})

test.run()
