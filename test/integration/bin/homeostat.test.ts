import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { repositoryRoot } from '../../support/repository.ts'
import { runTool } from '../../support/run-tool.ts'

const launcher = join(repositoryRoot, 'bin/homeostat.mjs')
let folder = ''

test.before.each(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'homeostat-launcher-')))
})

test.after.each(() => rmSync(folder, { recursive: true, force: true }))

test('should run from any folder, through a symbolic link, whatever tsconfig.json lies there', async () => {
  writeFileSync(join(folder, 'tsconfig.json'), '{ "compilerOptions": { "paths": { "commander": ["./elsewhere.ts"] } } }')
  symlinkSync(launcher, join(folder, 'homeostat'))
  const { exitCode, output } = await runTool([join(folder, 'homeostat'), '--version'], { cwd: folder })
  assert.is(exitCode, 0, output)
  assert.match(output, /^\d+\.\d+\.\d+/)
})

test('should pass the exit code on', async () => {
  const { exitCode } = await runTool([launcher, 'no-such-command'])
  assert.is.not(exitCode, 0)
})

test('should say what to run when nothing is installed', async () => {
  mkdirSync(join(folder, 'bin'))
  cpSync(launcher, join(folder, 'bin/homeostat.mjs'))
  const { exitCode, output } = await runTool([join(folder, 'bin/homeostat.mjs')])
  assert.is(exitCode, 1)
  assert.match(output, 'npm start')
})

test.run()
