import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { hashOf } from './hash-of.mjs'
import { root } from './root.mjs'

// In node_modules, because it is made from what is installed: `npm ci` and whoever cleans up remove both.
const cache = join(root, 'node_modules', '.cache', 'homeostat')

/**
 * The compiled form of some TypeScript files, made anew when a file that is in it, or an installed package, has changed.
 *
 * @param name     of the folder in the cache; entries that are always wanted together share one
 * @param entries  paths relative to the repository
 * @param failed   told why there is none
 * @returns        the output of each entry, absolute; undefined when there is none: the sources must be run as they are
 */
export async function compiled(name, entries, failed = () => {}) {
  const folder = join(cache, name)
  const packages = hashOf(readFileSync(join(root, 'node_modules', '.package-lock.json')))
  const before = readManifest(folder)
  if (before && isFresh(before, packages, entries)) return new Map(Object.entries(before.outputs))
  try {
    const { compile } = await import('./compile.mjs') // needs esbuild, which takes as long to load as all the rest
    return new Map(Object.entries((await compile(folder, entries, packages)).outputs))
  } catch (error) {
    failed(error) // an error in a source, which tsx will show at its line; or nothing can be written here
    return undefined
  }
}

function readManifest(folder) {
  try {
    return JSON.parse(readFileSync(join(folder, 'current.json'), 'utf8'))
  } catch {
    return undefined // never compiled
  }
}

function isFresh(manifest, packages, entries) {
  return (
    manifest.root === root &&
    manifest.packages === packages &&
    entries.every((entry) => manifest.outputs[entry] !== undefined) &&
    Object.entries(manifest.inputs).every(([path, hash]) => hash === currentHash(join(root, path)))
  )
}

function currentHash(path) {
  try {
    return hashOf(readFileSync(path))
  } catch {
    return undefined // removed
  }
}
