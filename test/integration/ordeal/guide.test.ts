import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { repositoryFiles, repositoryRoot } from '../../support/repository.ts'
import { hardships } from './support/hardships.ts'
import { renderGuide } from './support/render-guide.ts'

const read = (path: string) => readFileSync(join(repositoryRoot, path), 'utf8')

test('should promise in the guide what the tests go by', () => {
  assert.is(read('docs/guides/bad-input.md'), renderGuide(), 'stale: run test/integration/ordeal/support/write-guide.ts')
})

test('should put an installation through every hardship of the list', () => {
  const tests = repositoryFiles('test', (path) => path.endsWith('.test.ts') || path.endsWith('bad-requests.ts'))
  const texts = tests.map(read).join('\n')
  const untested = Object.keys(hardships).filter((name) => !new RegExp(`hardships\\.${name}\\b|hardship: '${name}'`).test(texts))
  assert.equal(untested, [])
})

test.run()
