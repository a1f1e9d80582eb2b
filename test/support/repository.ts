import { type Dirent, readdirSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Absolute path of the repository, without a closing slash. */
export const repositoryRoot = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '')

const foreign = new Set([
  'node_modules',
  '.git',
  '.homeostat',
  ...['coverage', 'reports', 'data'].map((name) => join(repositoryRoot, name)),
])

/**
 * Paths, relative to the repository and with `/`, of the files below a folder, sorted. Installed, generated at run time and Git's own
 * files are left out; a folder that does not exist has no files.
 */
export function repositoryFiles(folder: string, accept: (path: string) => boolean): string[] {
  return filesBelow(join(repositoryRoot, folder))
    .map((path) => relative(repositoryRoot, path).split(sep).join('/'))
    .filter(accept)
    .sort()
}

function filesBelow(folder: string): string[] {
  let entries: Dirent[]
  try {
    entries = readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return foreign.has(entry.name) || foreign.has(path) ? [] : filesBelow(path)
    return entry.isFile() ? [path] : []
  })
}
