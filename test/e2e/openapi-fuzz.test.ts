import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { Client } from '../integration/ordeal/support/client.ts'
import { disturbedHistory } from '../integration/ordeal/support/history.ts'
import { until } from '../integration/ordeal/support/until.ts'
import { pythonPackages } from '../support/python-packages.ts'
import { repositoryRoot } from '../support/repository.ts'
import { type OpenApi, withExamples } from './support/fuzz-document.ts'
import { begin } from './support/homeostat.ts'
import { watchChild } from './support/watch-child.ts'

const python = await pythonPackages({
  name: 'schemathesis-4.32.5',
  megabytes: 93,
  install: ['--requirement', join(repositoryRoot, 'test/fixtures/fuzz/requirements.txt')],
})
const folder = mkdtempSync(join(tmpdir(), 'homeostat-fuzz-'))
const up = begin(['up', '--data', join(folder, 'data'), '--port', '0', '--no-host', '--log', 'json'])
test.after(async () => {
  up.child.kill('SIGTERM')
  await up.ended
  rmSync(folder, { recursive: true, force: true })
})

const [, url] = await up.wrote(/"url":"(http:[^"]+)"/)
const client = new Client(url)
const from = Date.now() - 700_000
await client.send(disturbedHistory('web-1', from))
const [signal] = await until('a signal is told', async () => {
  const signals = await client.signals()
  return signals?.length ? signals : undefined
})

const FUZZING_SECONDS = 30

test('should keep to its OpenAPI document, and never answer 500, whatever is asked', async () => {
  const document = (await client.get('/openapi.json')).body as OpenApi
  const examples = { id: signal.id, source: 'web-1', metric: 'cpu_usage', from: String(from), to: String(from + 700_000) }
  const file = join(folder, 'openapi.json')
  writeFileSync(file, JSON.stringify(withExamples(document, examples)))
  const fuzzer = spawn(
    python,
    [
      ...['-m', 'schemathesis.cli'],
      ...['run', file, '--url', url, '--seed', '4280', '--max-time', String(FUZZING_SECONDS), '--continue-on-failure'],
      ...['--phases', 'examples,coverage,fuzzing', '--no-color', '--warnings', 'off'],
      // A stream does not end; a cursor and a time are texts to the document, and what is in them is checked by the route.
      ...['--exclude-path', '/signals/stream', '--exclude-checks', 'positive_data_acceptance'],
    ],
    { cwd: folder },
  )
  const { code, out } = await watchChild(fuzzer).ended
  const operations = Object.values(document.paths).flatMap((item) => Object.keys(item)).length
  assert.is(code, 0, out.slice(-8_000))
  assert.match(out, new RegExp(`Selected: ${operations - 1}/${operations}\n +Tested: ${operations - 1}`))
})

test('should refuse a place in the stream that it never gave out, and go on', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: fc.integer({ min: 0x21, max: 0x7e }).map((c) => String.fromCharCode(c)) }), async (id) => {
      const abort = new AbortController()
      const { status } = await fetch(`${url}/signals/stream`, { headers: { 'last-event-id': id }, signal: abort.signal })
      abort.abort()
      assert.is(status, 400, id)
    }),
    { seed: 4280, numRuns: 100 },
  )
})

test('should have survived it: every part works, and no request failed for a reason without a name', async () => {
  await until('every part works', async () => ((await client.get('/healthz')).body as { status: string }).status === 'ok')
  up.child.kill('SIGTERM')
  const { code, out, err } = await up.ended
  assert.is(code, 0, err)
  assert.not.match(out, /for a reason without a name/)
})

test.run()
