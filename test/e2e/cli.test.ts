import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { homeostat } from './support/homeostat.ts'

const folder = mkdtempSync(join(tmpdir(), 'cli-'))
test.after(() => rmSync(folder, { recursive: true }))

test('should say its version and its help on stdout, its errors on stderr', async () => {
  const [version, help, wrong] = await Promise.all([homeostat(['--version']), homeostat(['--help']), homeostat(['nope'])])
  assert.match(version.out, /^\d+\.\d+\.\d+\n$/)
  assert.match(help.out, /^Usage: homeostat/)
  assert.equal([version.code, help.code, wrong.code], [0, 0, 2])
  assert.is(wrong.out, '')
  assert.match(wrong.err, /Unknown command 'nope'\.\n.*\[HS_USAGE\]\n$/)
})

test('should find this machine fit, or say what to do, and write the prerequisites', async () => {
  const report = join(folder, 'reports', 'prerequisites.json')
  const { code, out } = await homeostat(['doctor', '--json', '--port', '0', '--data', join(folder, 'none'), '--report', report])
  const { checks, prerequisites } = JSON.parse(out)
  const failed = checks.filter((check: { state: string }) => check.state === 'failed')
  assert.is(code, failed.length === 0 ? 0 : 1, out)
  assert.equal(JSON.parse(readFileSync(report, 'utf8')), prerequisites)
})

test('should print the settings, the schemas and the benchmarks as JSON', async () => {
  const [config, schemas, bench] = await Promise.all([
    homeostat(['config', 'ewma', '--json']),
    homeostat(['schemas', 'show', 'Signal', '--json']),
    homeostat(['bench', '--json']),
  ])
  assert.is(JSON.parse(config.out).components[0].name, 'ewma')
  assert.is(JSON.parse(schemas.out).fullName, 'homeostat.sense.Signal')
  assert.ok(JSON.parse(bench.out).benchmarks.includes('codec'))
})

test('should neither start in a folder of other things nor remove them', async () => {
  const foreign = await homeostat(['up', '--data', join(import.meta.dirname, 'support'), '--port', '0'])
  assert.is(foreign.code, 1)
  assert.match(foreign.err, /\[HS_DATA_FOREIGN\]/)
  const purge = await homeostat(['down', '--purge', '--yes', '--data', join(import.meta.dirname, 'support')])
  assert.is(purge.code, 1)
  assert.match(purge.err, /nothing was removed[\s\S]*\[HS_DATA_FOREIGN\]/)
})

test('should run one seed of the simulation the same way twice', async () => {
  const [one, two] = await Promise.all([
    homeostat(['simulate', '--seed', '7', '--json']),
    homeostat(['simulate', '--seed', '7', '--json']),
  ])
  assert.equal([one.code, two.code], [0, 0], one.out)
  assert.is(one.out, two.out)
})

test.run()
