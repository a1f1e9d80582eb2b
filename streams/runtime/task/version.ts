import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { configure } from '../../../schemas/core/config.ts'
import type { Stage } from '../api/stage.ts'

/** What every stage's outputs depend on besides its own files: the fold and the contracts. */
const shared = ['../fold/fold.ts', '../../../schemas/generated/records.ts'].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
)
const root = fileURLToPath(new URL('../../..', import.meta.url))

/**
 * The version of a stage: a hash of the files that it imports (all of them, transitively), of the packages these import, of its
 * configuration, and of the JavaScript engine, whose arithmetic may change between releases.
 */
export function versionOf(stage: Stage): string {
  const files = importClosure([fileURLToPath(stage.module), ...shared])
  const hash = createHash('sha256')
  for (const path of [...files.keys()].sort()) hash.update(`${relative(root, path)}\0${files.get(path)}\0`)
  for (const { name, config } of stage.processors) {
    hash.update(`${name}\0${JSON.stringify(configure(name, config, stage.config?.[name]))}\0`)
  }
  hash.update(JSON.stringify(stage.intake ?? null))
  hash.update(process.versions.v8)
  return hash.digest('hex').slice(0, 16)
}

const IMPORT = /(?:^|\n)\s*(?:import|export)\s+(?!type\b)(?:[^'"]*?\sfrom\s+)?'([^']+)'/g

/** Contents by path of everything that these files import at run time; a package counts as its name and version. */
function importClosure(roots: readonly string[]): Map<string, string> {
  const seen = new Map<string, string>()
  const open = [...roots]
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (seen.has(path)) continue
    const text = readFileSync(path, 'utf8')
    seen.set(path, text)
    for (const [, target] of text.matchAll(IMPORT)) {
      if (target.startsWith('.')) open.push(join(dirname(path), target))
      else if (!target.startsWith('node:')) seen.set(join(root, 'node_modules', target), packageVersion(target))
    }
  }
  return seen
}

function packageVersion(target: string): string {
  const name = target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/')
  for (let folder = root; ; folder = dirname(folder)) {
    const manifest = join(folder, 'node_modules', name, 'package.json')
    if (existsSync(manifest)) return String(JSON.parse(readFileSync(manifest, 'utf8')).version)
    if (folder === dirname(folder)) return 'absent'
  }
}
