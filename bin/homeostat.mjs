#!/usr/bin/env node
// The launcher: plain JavaScript, so that it can say what is missing before anything is installed. The program is ops/cli/main.ts.
import { existsSync } from 'node:fs'

const oldestNode = 20

if (Number(process.versions.node.split('.')[0]) < oldestNode) {
  console.error(`homeostat needs Node.js ${oldestNode} or newer; this is ${process.versions.node}.`)
  process.exit(1)
}
if (!existsSync(new URL('../node_modules/tsx/package.json', import.meta.url))) {
  console.error('homeostat is not installed yet. Run `npm start` (or `npm ci`) in its folder first.')
  process.exit(1)
}

const { importEntry } = await import('./compiled/import-entry.mjs')
await importEntry('ops/cli/main.ts')
