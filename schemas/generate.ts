import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readSchemas, schemasFolder } from './generation/read-schemas.ts'
import { renderRecords } from './generation/render-records.ts'

// `node --import tsx schemas/generate.ts` writes generated/records.ts; with --check it only says whether the file is stale.

const path = join(schemasFolder, 'generated', 'records.ts')
const wanted = renderRecords(readSchemas())

if (process.argv.includes('--check')) {
  if (current() !== wanted) {
    console.error(`${path} is stale: run \`node --import tsx schemas/generate.ts\`.`)
    process.exitCode = 1
  }
} else {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, wanted)
}

function current(): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
