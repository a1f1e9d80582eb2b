import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { plainEnvironment } from '../support/plain-environment.ts'
import { repositoryFiles, repositoryRoot } from '../support/repository.ts'
import { blocksToRun, followPage } from './support/follow-page.ts'
import { begin } from './support/homeostat.ts'
import type { ShellBlock } from './support/shell-blocks.ts'
import type { Begun } from './support/watch-child.ts'

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

// Pages about Kafka and Prometheus need one: test/kafka/docs.test.ts, test/prometheus/docs.test.ts.
const pages = repositoryFiles(
  '',
  (path) => path === 'README.md' || /^docs\/guides\/(?!kafka|prometheus|first-hour)[^/]+\.md$/.test(path),
)

for (const page of pages) {
  const blocks = blocksToRun(page, readFileSync(join(repositoryRoot, page), 'utf8'))
  if (blocks.length > 0) test(`should do what ${page} says`, () => follow(page, blocks))
}

async function follow(page: string, blocks: readonly ShellBlock[]): Promise<void> {
  const data = join(folder, page.replaceAll('/', '-'))
  up = begin(['up', '--data', data, '--port', '0'])
  const [, address = ''] = await up.wrote(/ready in .*: http:\/\/(\S+)/)
  await up.wrote(/[1-9]\d* frames? in all/) // there is something to look at
  await followPage(page, blocks, {
    folder: repositoryRoot,
    env: { ...plainEnvironment(), HOMEOSTAT_DATA: data, PATH: `${bin}${delimiter}${process.env.PATH}` },
    patienceMs: 10_000,
    rewrite: (script) => script.replaceAll('127.0.0.1:4280', address).replaceAll('/backups/', `${folder}/`),
  })
  up.child.kill('SIGTERM') // unless the page has stopped it
  assert.is((await up.ended).code, 0)
}

test.run()
