import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { compiled } from '../../../../../bin/compiled/compiled.mjs'
import { type FileResult, runTestFile } from '../../../../support/runner/run-test-file.ts'

const run = (name: string, limitMs = 60_000): Promise<FileResult> =>
  runTestFile(`test/fixtures/runner/${name}.ts`, { limitMs, stop: new AbortController().signal })

const counts = ({ passed, failed, skipped }: FileResult): number[] => [passed, failed, skipped]

test('should count what passes and what is skipped', async () => {
  assert.equal(counts(await run('one-passes-one-skipped')), [1, 0, 1])
})

test('should run the compiled form of a file that has one', async () => {
  const [passes, fails] = ['one-passes-one-skipped', 'one-fails'].map((name) => `test/fixtures/runner/${name}.ts`)
  const outputs = await compiled('test-run-test-file', [passes])
  const output = outputs?.get(passes)
  assert.type(output, 'string')
  const settings = { limitMs: 60_000, stop: new AbortController().signal, compiled: new Map([[fails, String(output)]]) }
  assert.equal(counts(await runTestFile(fails, settings)), [1, 0, 1])
})

test('should count a failing test and keep its output', async () => {
  const result = await run('one-fails')
  assert.equal(counts(result), [1, 1, 0])
  assert.match(result.output, 'should fail')
})

test('should count a file without tests as a failure', async () => {
  assert.equal(counts(await run('without-tests')), [0, 1, 0])
})

test('should count a file that never runs its tests as a failure', async () => {
  assert.equal(counts(await run('without-run')), [0, 1, 0])
})

test('should count tests that a throwing hook has kept from running as failures', async () => {
  assert.equal(counts(await run('before-throws')), [0, 1, 0])
})

test('should count a test that waits for ever as a failure', async () => {
  assert.equal(counts(await run('never-resolves')), [0, 1, 0])
})

test('should end a file at its limit and say so', async () => {
  const result = await run('hangs', 3_000)
  assert.equal(counts(result), [1, 1, 0])
  assert.match(result.reason, 'limit of 3 s')
})

test('should end what a file leaves running and count a failure', async () => {
  const result = await run('leaves-a-process')
  assert.equal(counts(result), [1, 1, 0])
  assert.match(result.reason, 'left processes running')
})

test('should give the reason of a file that skips itself, which is a failure in CI', async () => {
  const before = process.env.CI
  try {
    process.env.CI = ''
    const skipped = await run('skips-itself')
    assert.equal(counts(skipped), [0, 0, 1])
    assert.is(skipped.reason, 'there is no moon')
    process.env.CI = 'true'
    const refused = await run('skips-itself')
    assert.equal(counts(refused), [0, 1, 0])
    assert.match(refused.output, 'there is no moon')
  } finally {
    process.env.CI = before ?? ''
  }
})

test('should end a running file when the run is stopped', async () => {
  const stop = new AbortController()
  const running = runTestFile('test/fixtures/runner/hangs.ts', { limitMs: 60_000, stop: stop.signal })
  stop.abort()
  const result = await running
  assert.is(result.failed, 1)
  assert.is(result.reason, 'interrupted')
})

test.run()
