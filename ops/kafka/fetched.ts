import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { alone } from './alone.ts'
import { cacheFolder } from './cache-folder.ts'

/** Something that is fetched once and then kept in the cache. */
export interface Fetched {
  /** Its folder in the cache; holds the version, because what is there is never changed. */
  readonly name: string
  /** By which program it comes. */
  readonly origin: 'Maven' | 'pip'
  /** About how large it is, for people who wait. */
  readonly megabytes: number
  /** Puts it into an empty folder. */
  fetch(folder: string, say: (line: string) => void): Promise<void>
}

/**
 * The folder in which it is, fetched before if it is not there. A folder in the cache is always whole: it is filled under another name
 * and moved, by one process at a time.
 */
export async function fetched(what: Fetched, say: (line: string) => void): Promise<string> {
  const folder = fetchedFolder(what)
  if (existsSync(folder)) return folder
  const waiting = (pid: number) => say(`Process ${pid} is fetching ${what.name}; waiting for it.`)
  return await alone(`${folder}.lock`, waiting, async () => {
    if (existsSync(folder)) return folder
    const started = performance.now()
    const part = `${folder}.part`
    rmSync(part, { recursive: true, force: true })
    mkdirSync(part, { recursive: true })
    say(`Fetching ${what.name} with ${what.origin} (about ${what.megabytes} MB, once) …`)
    await what.fetch(part, say)
    renameSync(part, folder)
    say(`Fetched ${what.name} in ${((performance.now() - started) / 1000).toFixed(0)} s.`)
    return folder
  })
}

export function isFetched(what: Fetched): boolean {
  return existsSync(fetchedFolder(what))
}

function fetchedFolder(what: Fetched): string {
  return join(cacheFolder(), what.name)
}
