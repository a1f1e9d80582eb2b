import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SchemaHistory } from '../../schemas/compatibility/check-history.ts'

/** Reads `<full name>/<version>.avsc` below the folder; empty when there is none. */
export function readHistory(folder: string): SchemaHistory {
  return new Map(entriesOf(folder).map((subject) => [subject, readVersions(join(folder, subject))]))
}

/** Adds a version. */
export function writeVersion(folder: string, subject: string, version: number, schema: unknown): void {
  mkdirSync(join(folder, subject), { recursive: true })
  writeFileSync(join(folder, subject, `${version}.avsc`), `${JSON.stringify(schema, null, 2)}\n`, { flag: 'wx' }) // never over another
}

function readVersions(folder: string): readonly object[] {
  const numbers = entriesOf(folder).map((name) => Number(name.replace('.avsc', '')))
  return numbers.sort((a, b) => a - b).map((version) => JSON.parse(readFileSync(join(folder, `${version}.avsc`), 'utf8')))
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}
