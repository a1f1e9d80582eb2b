import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { renderErrors } from './render-errors.ts'

// `node --import tsx schemas/core/errors-page.ts` writes docs/reference/errors.md; with --check it only says whether the page is stale.

const path = fileURLToPath(new URL('../../docs/reference/errors.md', import.meta.url))
const wanted = renderErrors()

if (!process.argv.includes('--check')) {
  writeFileSync(path, wanted)
} else if (readFileSync(path, 'utf8') !== wanted) {
  console.error(`${path} is stale: run \`node --import tsx schemas/core/errors-page.ts\`.`)
  process.exitCode = 1
}
