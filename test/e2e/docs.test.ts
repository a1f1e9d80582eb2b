import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { plainEnvironment } from '../support/plain-environment.ts'
import { repositoryFiles, repositoryRoot } from '../support/repository.ts'
import { begin } from './support/homeostat.ts'
import { type ShellBlock, shellBlocks } from './support/shell-blocks.ts'
import { type Begun, type Ended, watchChild } from './support/watch-child.ts'

// The `sh` blocks of a page are run one after the other, as a reader does, beside an instance of the page's own.
const folder = mkdtempSync(join(tmpdir(), 'homeostat-docs-'))
const bin = join(folder, 'bin')
mkdirSync(bin)
symlinkSync(join(repositoryRoot, 'bin/homeostat.mjs'), join(bin, 'homeostat'))

let up: Begun | undefined

test.after(async () => {
  up?.child.kill('SIGKILL')
  await up?.ended
  rmSync(folder, { recursive: true, force: true })
})

const pages = repositoryFiles('', (path) => path === 'README.md' || /^docs\/guides\/[^/]+\.md$/.test(path))

for (const page of pages) {
  const blocks = shellBlocks(readFileSync(join(repositoryRoot, page), 'utf8'))
  for (const { line, notRun } of blocks) if (notRun) console.log(`not run: ${page}:${line}: ${notRun}`)
  const run = blocks.filter(({ notRun }) => notRun === undefined)
  if (run.length > 0) test(`should do what ${page} says`, () => follow(page, run))
}

async function follow(page: string, blocks: readonly ShellBlock[]): Promise<void> {
  const data = join(folder, page.replaceAll('/', '-'))
  up = begin(['up', '--data', data, '--port', '0'])
  const [, address = ''] = await up.wrote(/ready in .*: http:\/\/(\S+)/)
  await up.wrote(/[1-9]\d* frames? in all/) // there is something to look at
  for (const block of blocks) await runBlock(page, block, data, address)
  up.child.kill('SIGTERM') // unless the page has stopped it
  assert.is((await up.ended).code, 0)
}

async function runBlock(page: string, { line, script, prints }: ShellBlock, data: string, address: string): Promise<void> {
  const where = `${page}:${line}`
  const latest = Date.now() + 10_000
  for (;;) {
    const { code, out, err } = await shell(script.replaceAll('127.0.0.1:4280', address), data)
    assert.is(code, 0, `${where}\n${out}${err}`)
    if (prints === undefined || prints.test(out)) return
    assert.ok(Date.now() < latest, `${where} does not print ${prints}:\n${out}${err}`) // read models follow the log
  }
}

function shell(script: string, data: string): Promise<Ended> {
  const env = { ...plainEnvironment(), HOMEOSTAT_DATA: data, PATH: `${bin}${delimiter}${process.env.PATH}` }
  const running = watchChild(spawn('sh', ['-eu', '-c', script], { cwd: repositoryRoot, env, stdio: ['pipe', 'pipe', 'pipe'] }))
  running.child.stdin.end()
  return running.ended
}

test.run()
