import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { findViolations } from '../../support/house/find-violations.ts'
import { printViolations } from '../../support/house/violation.ts'
import { repositoryFiles, repositoryRoot } from '../../support/repository.ts'

const sources = ['schemas', 'streams', 'projections', 'connectors', 'ops'].flatMap((folder) =>
  repositoryFiles(folder, (path) => /\.[cm]?[tj]sx?$/.test(path)),
)
const longestFile = 400

test('should keep the import rules of the house, and clock, chance and I/O out of what is folded', () => {
  assert.ok(sources.length > 20, 'the sources were found')
  assert.is(printViolations(sources.flatMap((path) => findViolations(read(path), path))), '')
})

test('should keep every hand-written file at 400 lines or fewer', () => {
  const tests = repositoryFiles('test', (path) => path.endsWith('.ts'))
  const long = [...sources, ...tests]
    .filter((path) => !path.includes('/generated/'))
    .filter((path) => read(path).trimEnd().split('\n').length > longestFile)
  assert.equal(long, [])
})

test('should silence neither the compiler nor the linter', () => {
  const silenced = new RegExp(['@ts', '(ignore|expect-error|nocheck)'].join('-').concat('|biome', '-ignore'))
  const tests = repositoryFiles('test', (path) => path.endsWith('.ts') && !path.startsWith('test/fixtures/'))
  assert.equal(
    [...sources, ...tests].filter((path) => silenced.test(read(path))),
    [],
  )
})

function read(path: string): string {
  return readFileSync(join(repositoryRoot, path), 'utf8')
}

test.run()
