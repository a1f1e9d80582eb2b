import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { AvroRecord } from './avro-schema.ts'

/** Where the .avsc files stand. */
export const schemasFolder = fileURLToPath(new URL('..', import.meta.url))

/** The record schemas of all .avsc files below a folder, in the order of their names; `history` and `generated` are left out. */
export function readSchemas(folder: string = schemasFolder): readonly AvroRecord[] {
  const records = avscFiles(folder).map((path) => JSON.parse(readFileSync(path, 'utf8')) as AvroRecord)
  return records.sort((a, b) => (a.name < b.name ? -1 : 1))
}

function avscFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return entry.name === 'history' || entry.name === 'generated' ? [] : avscFiles(path)
    return entry.name.endsWith('.avsc') ? [path] : []
  })
}
