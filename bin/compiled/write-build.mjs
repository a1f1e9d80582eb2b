import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'

// A process that runs on an earlier build may load another of its files late (a command, a plug-in).
const keptMs = 3_600_000

/**
 * Writes what was compiled, then what it was made from. Files are named by their content and appear whole, so that processes which
 * compile at the same time do not disturb each other, nor those that run.
 */
export async function writeBuild(folder, files, manifest) {
  await mkdir(folder, { recursive: true })
  await Promise.all(files.map(({ path, contents }) => writeOnce(path, contents)))
  await writeWhole(join(folder, 'current.json'), JSON.stringify(manifest))
  await removeOld(folder, new Set(['current.json', ...files.map(({ path }) => basename(path))]))
}

async function writeOnce(path, contents) {
  if (existsSync(path)) await utimes(path, new Date(), new Date()).catch(() => writeWhole(path, contents))
  else await writeWhole(path, contents)
}

async function writeWhole(path, contents) {
  const draft = `${path}.${process.pid}`
  await writeFile(draft, contents)
  await rename(draft, path)
}

async function removeOld(folder, kept) {
  const before = Date.now() - keptMs
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    if (!kept.has(name) && (await stat(path)).mtimeMs < before) await rm(path, { force: true })
  }
}
