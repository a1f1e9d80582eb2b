// Runs a TypeScript file of this repository in the way `homeostat` runs: `node bin/run.mjs ops/bench/sense.ts --frames 1000`.
import { join } from 'node:path'
import { importEntry } from './compiled/import-entry.mjs'
import { root } from './compiled/root.mjs'

const [entry] = process.argv.splice(2, 1)
process.argv[1] = join(root, entry)
await importEntry(entry)
