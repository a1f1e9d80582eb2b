import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { run } from '../../../../../ops/cli/run.ts'
import { fakeTerminal } from '../fake-terminal.ts'

const folder = mkdtempSync(join(tmpdir(), 'homeostat-analyze-'))
test.after(() => rmSync(folder, { recursive: true, force: true }))

const table = [
  'timestamp,orders',
  ...Array.from({ length: 300 }, (_, i) => `${1_700_000_000 + 60 * i},${(i < 200 ? 50 : 90) + (i % 7)}`),
]

test('should print changes and findings of a table', async () => {
  const { code, out, err } = await analyzed('plain.csv', table)
  assert.is(code, 0)
  assert.is(err, '')
  assert.match(out, /^plain orders: 300 samples, 1 change, \d findings\n/)
  assert.match(out, /\n {2}2023-11-15T01:33:20.000Z {2}changes from 5\d\.?\d* to 9\d\.?\d* in the mean\n/)
  assert.match(out, /\n {2}2023-11-15T01:33:20.000Z {2}novelty 0\.\d{3}: orders is 9\d, expected/)
})

test('should print the same as JSON, and find changes with a kernel too', async () => {
  for (const options of [['--json'], ['--json', '--kernel']]) {
    const { code, out } = await analyzed('json.csv', table, ...options)
    assert.is(code, 0)
    const { series, rejected } = JSON.parse(out)
    assert.equal(rejected, [])
    assert.is(series[0].samples, 300)
    assert.equal(
      series[0].changes.map(({ at }: { at: number }) => at),
      [1_700_012_000_000],
    )
  }
})

test('should go on behind a row that cannot be read, say so, and end with 1', async () => {
  const { code, out, err } = await analyzed('bad.csv', [...table, 'soon,5', '1700100000,x'])
  assert.is(code, 1)
  assert.match(out, /^bad orders: 300 samples/)
  assert.match(err, /^2 rows could not be read\. Line 302: found "soon"/)
})

test('should name what is wrong with the file', async () => {
  assert.match((await analyzed('empty.csv', ['timestamp,orders'])).out, /There are no samples/)
  assert.match((await analyzed('a.txt', table)).err, /HS_TAPE_FORMAT_UNKNOWN/)
  const terminal = fakeTerminal()
  assert.is(await run(['analyze', join(folder, 'none.csv')], terminal), 1)
  assert.match(terminal.complained.join('\n'), /HS_TAPE_UNREADABLE/)
})

async function analyzed(name: string, lines: readonly string[], ...options: string[]) {
  const path = join(folder, name)
  writeFileSync(path, `${lines.join('\n')}\n`)
  const terminal = fakeTerminal()
  const code = await run(['analyze', path, ...options], terminal)
  return { code, out: terminal.said.join('\n'), err: terminal.complained.join('\n') }
}

test.run()
