import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { renderReference } from './render-reference.ts'

// `node --import tsx ops/cli/reference-page.ts` writes docs/reference/cli.md; with --check it only says whether the page is stale.

const path = fileURLToPath(new URL('../../docs/reference/cli.md', import.meta.url))
const wanted = await renderReference()

if (!process.argv.includes('--check')) {
  writeFileSync(path, wanted)
} else if (readFileSync(path, 'utf8') !== wanted) {
  console.error(`${path} is stale: run \`node --import tsx ops/cli/reference-page.ts\`.`)
  process.exitCode = 1
}
