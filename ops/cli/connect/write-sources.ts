import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, isAbsolute, relative, resolve } from 'node:path'
import { stringify } from 'yaml'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import type { Found } from './describe-found.ts'

/**
 * Writes a sources.yaml with the queries that give series. A file that is there is never written over.
 *
 * @param config  of the server: names of files and variables, never what is in them
 * @throws HS_USAGE when the file exists, HS_FILE_UNREADABLE when it cannot be written
 */
export function writeSources(file: string, config: Readonly<Record<string, string>>, found: Found): void {
  const folder = dirname(resolve(file))
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    writeFileSync(file, sourcesText(besides(folder, config), found), { flag: 'wx' })
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : cause
    if (code === 'EEXIST') {
      const message = `${file} exists, and is not written over; name another file, or remove it.`
      throw new HomeostatError('HS_USAGE', { value: file, message })
    }
    throw new HomeostatError('HS_FILE_UNREADABLE', { value: file, message: `${file} cannot be written (${code}).`, cause })
  }
}

/** Relative names of files in a configuration begin where it lies. */
function besides(folder: string, config: Readonly<Record<string, string>>): Record<string, string> {
  const moved = Object.entries(config).map(([key, value]) => {
    const isRelative = key.endsWith('File') && !isAbsolute(value)
    return [key, isRelative ? relative(folder, resolve(value)) : value]
  })
  return Object.fromEntries(moved)
}

function sourcesText(config: Readonly<Record<string, string>>, { tried }: Found): string {
  const queries = tried.flatMap(({ query, series }) => {
    if (series === 0) return []
    const { name, unit, direction, groupBy, expression } = query
    return [{ name, ...(unit && { unit }), ...(direction && { direction }), groupBy: [...groupBy], expression }]
  })
  return `${HEAD}${stringify({ prometheus: [{ ...config, queries }] }, { lineWidth: 0 })}`
}

const HEAD = `# What Homeostat asks Prometheus for. Take out what does not matter to you and add your own; \`homeostat config prometheus\` and
# \`homeostat config prometheus-query\` print every setting. One frame is made of all values with the same source: the values of the
# labels in groupBy. A metric with the name of a known sensor brings its unit, its bad direction and what counts as dust.
`
