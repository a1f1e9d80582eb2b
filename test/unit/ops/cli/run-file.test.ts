import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { findRunning, RUN_FILE, removeRunFile, writeRunFile } from '../../../../ops/cli/run-file.ts'
import { identityOf } from '../../../../streams/runtime/log/embedded/process-identity.ts'

const test = suite<{ data: string }>('run file')

test.before.each((context) => {
  context.data = mkdtempSync(join(tmpdir(), 'run-file-'))
})
test.after.each(({ data }) => rmSync(data, { recursive: true }))

test('should tell others of this process, and only the owner', ({ data }) => {
  writeRunFile(data, 'http://127.0.0.1:4280', 1_000)
  const running = findRunning(data)
  assert.is(running?.pid, process.pid)
  assert.is(running?.url, 'http://127.0.0.1:4280')
  assert.is(running?.startedAt, 1_000)
  assert.is(statSync(join(data, RUN_FILE)).mode & 0o777, 0o600)
})

test('should not take a later process with the same number for the one that wrote it', ({ data }) => {
  writeRunFile(data, '', 0)
  const written = JSON.parse(readFileSync(join(data, RUN_FILE), 'utf8'))
  writeFileSync(join(data, RUN_FILE), JSON.stringify({ ...written, started: '1' }))
  assert.is(findRunning(data), undefined)
})

test('should find nothing where there is no file, or one that is damaged', ({ data }) => {
  assert.is(findRunning(data), undefined)
  for (const text of [
    '',
    '{',
    'null',
    '[]',
    '{"pid":1}',
    '{"pid":"x","started":"","boot":"","url":"","startedAt":0}',
    '{"pid":1,"started":"","boot":"","url":"","startedAt":0}',
  ]) {
    writeFileSync(join(data, RUN_FILE), text)
    assert.is(findRunning(data), undefined, text)
  }
})

test('should remove its own file, and not that of another process that runs', ({ data }) => {
  writeRunFile(data, '', 0)
  const own = readFileSync(join(data, RUN_FILE), 'utf8')
  writeFileSync(join(data, RUN_FILE), JSON.stringify({ ...JSON.parse(own), ...identityOf(process.ppid) }))
  removeRunFile(data)
  assert.ok(statSync(join(data, RUN_FILE)).isFile())
  writeRunFile(data, '', 0)
  removeRunFile(data)
  assert.throws(() => statSync(join(data, RUN_FILE)), /ENOENT/)
  removeRunFile(data)
})

test('should remove what a process that was killed has left', ({ data }) => {
  writeRunFile(data, '', 0)
  const written = JSON.parse(readFileSync(join(data, RUN_FILE), 'utf8'))
  writeFileSync(join(data, RUN_FILE), JSON.stringify({ ...written, started: '1' }))
  removeRunFile(data)
  assert.throws(() => statSync(join(data, RUN_FILE)), /ENOENT/)
})

test.run()
