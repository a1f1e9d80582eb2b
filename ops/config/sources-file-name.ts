import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** The sources of an installation, in its folder of settings. */
export const SOURCES_FILE = 'sources.yaml'

/** The file of a folder; undefined where there is none. */
export function sourcesFileOf(settings: string): string | undefined {
  const path = join(settings, SOURCES_FILE)
  return existsSync(path) ? path : undefined
}
