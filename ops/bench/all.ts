import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, totalmem } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { formatTable } from '../cli/format/table.ts'
import type { Findings } from './support/figure.ts'
import { type Run, withTables } from './support/markdown.ts'
import { HEAD, rowOf } from './support/rows.ts'

// `homeostat bench all`: every benchmark after the other, each in a process of its own; with `--markdown FILE` the tables between the
// marks of that file are replaced, so that no figure is typed by hand. `--only sense,idle` runs some and leaves the other tables.

const names = ['codec', 'sense', 'log', 'end-to-end', 'replay', 'restart', 'latency', 'projection', 'memory', 'idle', 'start']
const { values: args } = parseArgs({ options: { markdown: { type: 'string' }, only: { type: 'string' } } })
const wanted = args.only?.split(',') ?? names

const runs: Run[] = []
for (const name of names.filter((each) => wanted.includes(each))) {
  const circumstances = circumstancesNow()
  process.stderr.write(`${name} …\n`)
  const findings = await run(name)
  runs.push({ name, findings, circumstances })
  process.stdout.write(`\n${name}: ${findings.load}\n${formatTable(HEAD, findings.figures.map(rowOf))}\n`)
}
if (args.markdown !== undefined) {
  writeFileSync(args.markdown, withTables(readFileSync(args.markdown, 'utf8'), runs, names))
}

function circumstancesNow(): string {
  const [{ model }] = cpus()
  const machine = `${cpus().length} shared cores (${model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node.js ${process.versions.node}`
  const date = new Date().toISOString().slice(0, 10)
  return `${date}, ${machine}; ${loadavg()[0].toFixed(1)} processes wanted a core in the minute before.`
}

function run(name: string): Promise<Findings> {
  const script = fileURLToPath(new URL(`${name}.ts`, import.meta.url))
  const tsx = fileURLToPath(import.meta.resolve('tsx'))
  const child = spawn(process.execPath, ['--import', tsx, script, '--json'], { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  child.stdout.on('data', (chunk) => {
    text += String(chunk)
  })
  return new Promise((resolve, reject) => {
    child.on('close', (code) => {
      if (code === 0)
        resolve(JSON.parse(text) as Findings) // what every benchmark prints
      else reject(new Error(`${name} ended with ${code}.`))
    })
  })
}
