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
// With `--kafka HOST:PORT` and `--peers DIR` those on a cluster are run as well, `--programs homeostat,streams-tuned` with some peers only.

const names = [
  'codec',
  'sense',
  'log',
  'end-to-end',
  'replay',
  'restart',
  'latency',
  'projection',
  'questions',
  'memory',
  'fleet',
  'turnover',
  'idle',
  'start',
]
/** Only with --kafka; those that compare need --peers as well. */
const onKafka = ['kafka-peers', 'kafka-end-to-end', 'kafka-latency', 'kafka-restart', 'kafka-restart-peers', 'kafka-idle']
const places = ['kafka', 'peers', 'broker-pid', 'quix', 'faust'] as const
const { values: args } = parseArgs({
  options: {
    markdown: { type: 'string' },
    only: { type: 'string' },
    programs: { type: 'string' },
    ...Object.fromEntries(places.map((name) => [name, { type: 'string' as const }])),
  },
})
const given = new Map<string, unknown>(Object.entries(args))
const wanted = typeof args.only === 'string' ? args.only.split(',') : given.has('kafka') ? [...names, ...onKafka] : names

const runs: Run[] = []
for (const name of [...names, ...onKafka].filter((each) => wanted.includes(each))) {
  const circumstances = circumstancesNow()
  process.stderr.write(`${name} …\n`)
  const findings = await run(name)
  runs.push({ name, findings, circumstances })
  const { load, table, figures } = findings
  if (table) process.stdout.write(`\n${formatTable(table.head, table.rows)}\n`)
  process.stdout.write(`\n${name}: ${load}\n${formatTable(HEAD, figures.map(rowOf))}\n`)
}
if (args.markdown !== undefined) {
  writeFileSync(args.markdown, withTables(readFileSync(args.markdown, 'utf8'), runs, [...names, ...onKafka]))
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
  const child = spawn(process.execPath, ['--import', tsx, script, '--json', ...optionsOf(name)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
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

/** What a benchmark is told of the cluster and the programs: as much as it takes. */
function optionsOf(name: string): readonly string[] {
  if (!onKafka.includes(name)) return []
  const taken =
    name === 'kafka-peers' ? places : name === 'kafka-restart-peers' ? (['kafka', 'peers'] as const) : (['kafka'] as const)
  const some = name.endsWith('peers') && typeof args.programs === 'string' ? ['--only', args.programs] : []
  return [...some, ...taken.flatMap((option) => (given.has(option) ? [`--${option}`, String(given.get(option))] : []))]
}
