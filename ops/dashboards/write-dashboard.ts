import { readFileSync, writeFileSync } from 'node:fs'
import { dashboard } from './dashboard.ts'

// Writes the dashboard that people import into Grafana; with `--check`, says whether the file is the one that would be written.

const file = new URL('homeostat.json', import.meta.url)
const text = `${JSON.stringify(dashboard(), null, 2)}\n`
if (!process.argv.includes('--check')) writeFileSync(file, text)
else if (readFileSync(file, 'utf8') !== text) {
  console.error('ops/dashboards/homeostat.json is stale: node --import tsx ops/dashboards/write-dashboard.ts')
  process.exitCode = 1
}
