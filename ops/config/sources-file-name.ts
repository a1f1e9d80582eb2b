import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Where the sources of an installation stand, in its data folder. */
export const SOURCES_FILE = 'sources.yaml'

/** The file of a data folder; undefined where there is none. */
export function sourcesFileOf(data: string): string | undefined {
  const path = join(data, SOURCES_FILE)
  return existsSync(path) ? path : undefined
}
