import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { repositoryRoot } from '../../support/repository.ts'
import { runTool } from '../../support/run-tool.ts'

// A small repository whose one package comes from a file, so that the real npm installs it without a network.
let root = ''

test.before.each(() => {
  root = mkdtempSync(join(tmpdir(), 'homeostat prepare-'))
  chmodSync(root, 0o700)
  mkdirSync(join(root, 'bin'))
  cpSync(join(repositoryRoot, 'bin/prepare.mjs'), join(root, 'bin/prepare.mjs'))
  mkdirSync(join(root, 'part'))
  writeFileSync(join(root, 'part/package.json'), JSON.stringify({ name: 'part', version: '1.0.0' }))
  npm('pack', '--pack-destination', root, join(root, 'part'))
  writeFileSync(
    join(root, 'package.json'),
    JSON.stringify({ name: 'whole', version: '1.0.0', dependencies: { part: 'file:part-1.0.0.tgz' } }),
  )
  npm('install', '--package-lock-only', '--offline')
})

test.after.each(() => rmSync(root, { recursive: true, force: true }))

test('should install what is locked, and do nothing the second time', async () => {
  const first = await prepare()
  assert.is(first.exitCode, 0, first.output)
  assert.match(first.output, 'Installing 1 packages')
  assert.ok(existsSync(join(root, 'node_modules/part/package.json')))
  assert.equal(await prepare(), { exitCode: 0, output: '' })
})

test('should install again when a package is not the one that is locked', async () => {
  await prepare()
  writeFileSync(join(root, 'node_modules/.package-lock.json'), '{"packages": {"node_modules/part": {"version": "0.9.0"')
  assert.match((await prepare()).output, 'Installing')
})

test('should install once when two start at the same time, and leave no lock behind', async () => {
  const both = await Promise.all([prepare(), prepare()])
  assert.equal(
    both.map(({ exitCode }) => exitCode),
    [0, 0],
  )
  assert.is(both.filter(({ output }) => output.includes('Installing')).length, 1)
  assert.equal(
    readdirSync(root).filter((name) => name.startsWith('.install-lock')),
    [],
  )
})

test('should not wait for a process that has died while it installed', async () => {
  const { pid } = spawnSync(process.execPath, ['--version'])
  writeFileSync(join(root, '.install-lock'), String(pid))
  assert.match((await prepare()).output, 'Installed in')
})

test('should say what to do when the registry cannot be reached', async () => {
  const lock = {
    lockfileVersion: 3,
    packages: { '': { dependencies: { absent: '1.0.0' } }, 'node_modules/absent': { version: '1.0.0' } },
  }
  writeFileSync(
    join(root, 'package.json'),
    JSON.stringify({ name: 'whole', version: '1.0.0', dependencies: { absent: '1.0.0' } }),
  )
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ name: 'whole', version: '1.0.0', ...lock }))
  const { exitCode, output } = await prepare({ npm_config_registry: 'http://127.0.0.1:9/', npm_config_fetch_retries: '0' })
  assert.is(exitCode, 1)
  assert.match(output, 'The package registry cannot be reached.')
})

test('should say so when the lock file is missing', async () => {
  rmSync(join(root, 'package-lock.json'))
  const { exitCode, output } = await prepare()
  assert.is(exitCode, 1)
  assert.match(output, 'package-lock.json is missing')
})

function prepare(env: NodeJS.ProcessEnv = {}): ReturnType<typeof runTool> {
  return runTool([join(root, 'bin/prepare.mjs')], { cwd: tmpdir(), env: { ...process.env, ...env } })
}

function npm(...args: string[]): void {
  const { status, stderr } = spawnSync('npm', args, { cwd: root, encoding: 'utf8' })
  assert.is(status, 0, stderr)
}

test.run()
