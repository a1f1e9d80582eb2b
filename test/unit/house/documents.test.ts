import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { repositoryFiles, repositoryRoot } from '../../support/repository.ts'

const written = repositoryFiles('', (path) => /\.(md|ts|mjs|json|avsc|sql|sh|yml|yaml)$|^\.ci\//.test(path))
const documents = written.filter((path) => path.endsWith('.md'))

test('should have something behind every relative link', () => {
  assert.ok(documents.length > 0)
  const dead = documents.flatMap((path) =>
    linksIn(read(path))
      .filter((link) => !existsSync(join(repositoryRoot, dirname(path), link)))
      .map((link) => `${path}: ${link}`),
  )
  assert.equal(dead, [])
})

test('should name no folder of the machine on which it was written', () => {
  // Put together here, so that this file does not name one either.
  const machineFolder = new RegExp(`(^|[^\\w.~/-])/(${['work', 'root', 'home', 'Users'].join('|')})/`, 'm')
  assert.equal(
    written.filter((path) => machineFolder.test(read(path))),
    [],
  )
})

test('should number the decisions one after the other', () => {
  const decisions = documents.filter((path) => /^docs\/decisions\/\d/.test(path)).sort()
  assert.ok(decisions.length > 0)
  for (const [index, path] of decisions.entries()) {
    assert.match(path, new RegExp(`/${String(index + 1).padStart(4, '0')}-`))
    assert.ok(read(path).startsWith(`# ${index + 1}. `), path)
  }
})

/** Targets of Markdown links to files, without their anchors; code blocks hold no links. */
function linksIn(markdown: string): string[] {
  const prose = markdown.replaceAll(/^```[\s\S]*?^```/gm, '').replaceAll(/`[^`\n]*`/g, '')
  return [...prose.matchAll(/\]\(([^)\s]+)[^)]*\)/g)]
    .map((match) => (match[1] ?? '').replace(/#.*$/, ''))
    .filter((link) => link !== '' && !/^[a-z]+:/.test(link))
    .map(decodeURIComponent)
}

function read(path: string): string {
  return readFileSync(join(repositoryRoot, path), 'utf8')
}

test.run()
