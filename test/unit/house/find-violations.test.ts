import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { findViolations } from '../../support/house/find-violations.ts'
import { repositoryFiles, repositoryRoot } from '../../support/repository.ts'

// A fixture says in its first line where it pretends to stand, and marks the lines that must be found.
const fixtures = repositoryFiles('test/fixtures/lint', (path) => path.endsWith('.ts'))

test('should have fixtures that are allowed and fixtures that are not', () => {
  const marked = fixtures.filter((path) => forbiddenLines(read(path)).length > 0)
  assert.ok(marked.length >= 8)
  assert.ok(marked.length < fixtures.length)
})

for (const fixture of fixtures) {
  test(`should find what is forbidden in ${fixture}, and nothing else`, () => {
    const text = read(fixture)
    const path = /^\/\/ stands at: (\S+)$/m.exec(text)?.[1] ?? assert.unreachable('the fixture must say where it stands')
    const found = findViolations(text, String(path)).map((violation) => violation.line)
    assert.equal([...new Set(found)], forbiddenLines(text))
  })
}

function read(path: string): string {
  return readFileSync(join(repositoryRoot, path), 'utf8')
}

function forbiddenLines(text: string): number[] {
  return text.split('\n').flatMap((line, index) => (line.endsWith('// forbidden') ? [index + 1] : []))
}

test.run()
