import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { diskFilled, type Fault, postgresSlow, serviceStopped } from './support/faults/fault.ts'
import { whatIsMissing } from './support/faults/find-program.ts'
import { tellFaults } from './support/faults/judge.ts'
import { startPlant } from './support/faults/plant.ts'
import { mountSmallDisk } from './support/faults/small-disk.ts'
import { type Watch, watchSignals } from './support/faults/watch.ts'
import { ROOT, startUp } from './support/up.ts'
import { withScratchFolder } from './support/with-scratch-folder.ts'

// `homeostat bench faults`: a real Prometheus with real exporters of a host, a Redis and a PostgreSQL under a small load, watched as the
// guide to the first hour says; then a service stops, a disk is full and a database is slow. Each is to give one signal, and nothing
// else any. It takes as long as a person would: 30 minutes to learn, the quiet ones before and after, and the faults.

const { values: args } = parseArgs({
  options: {
    interval: { type: 'string', default: '15' },
    before: { type: 'string', default: '30' },
    after: { type: 'string', default: '30' },
    patience: { type: 'string', default: '6' },
    between: { type: 'string', default: '3' },
  },
})
const intervalMs = 1_000 * Number(args.interval)
const minutes = (text: string) => 60_000 * Number(text)
const missing = whatIsMissing([
  'prometheus',
  'prometheus-node-exporter',
  'prometheus-postgres-exporter',
  'prometheus-redis-exporter',
  'redis-server',
])
if (missing !== undefined) throw new Error(missing)

await withScratchFolder('faults', async (folder) => {
  const disk = mountSmallDisk(folder)
  if (disk === undefined) say('No file system could be mounted here (that needs root and loop devices), so no disk is filled.')
  const plant = await startPlant(folder, intervalMs)
  const data = join(folder, 'data')
  await untilScraped(plant.url, Object.keys(plant.targets).length)
  const begun = Date.now()
  connect(plant.url, join(data, 'sources.yaml'))
  const up = await startUp(data, ['--no-host'])
  const watch = watchSignals(up.url, say)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => watch.stop())
  try {
    await watch.firstSource()
    say(`the first live series, ${seconds(begun)} after the address of Prometheus was known`)
    await watch.learned()
    say(`all is learned, ${seconds(begun)} after the begin`)
    const quietFrom = Date.now()
    await watch.forMs(minutes(args.before))
    const faults: readonly Fault[] = [
      serviceStopped(plant),
      ...(disk === undefined ? [] : [diskFilled(plant, disk)]),
      postgresSlow(plant),
    ]
    const done = []
    for (const fault of faults) done.push(await suffer(fault, watch))
    say('no more faults')
    await watch.forMs(minutes(args.after))
    return tellFaults({ quietFrom, faults: done, signals: await watch.all() }, say)
  } catch (error) {
    if (!(error instanceof Error && error.name === 'AbortError')) throw error
    say('ended before its time')
    return false
  } finally {
    watch.stop()
    await up.stop()
    await plant.stop()
    disk?.remove()
  }
})

/** One fault, until it was signalled or patience ends. */
async function suffer(fault: Fault, watch: Watch) {
  const from = Date.now()
  say(`${fault.name} begins`)
  await fault.begin()
  await watch.called(fault.source, from, minutes(args.patience))
  await watch.forMs(60_000) // what else it would say
  await fault.end()
  say(`${fault.name} ends`)
  await watch.forMs(minutes(args.between))
  return { name: fault.name, source: fault.source, from, until: Date.now() }
}

/** As the guide says, by the command that a person types; only the interval is another one when it is asked for. */
function connect(url: string, file: string): void {
  const program = join(ROOT, 'bin', 'homeostat.mjs')
  const told = execFileSync(process.execPath, [program, 'connect', 'prometheus', url, '--name', 'prod', '--write', file])
  say(String(told).trim())
  if (intervalMs === 15_000) return
  const given = readFileSync(file, 'utf8')
  writeFileSync(file, given.replace(/^ {4}queries:$/m, `    everyMs: ${intervalMs}\n    timeoutMs: ${intervalMs / 2}\n$&`))
}

/** A person comes to a Prometheus that has run for a while. */
async function untilScraped(url: string, targets: number): Promise<void> {
  for (;;) {
    const query = encodeURIComponent('sum(count_over_time(up[10m]) > bool 4)')
    const answer = await fetch(`${url}/api/v1/query?query=${query}`).then((response) => response.text())
    if (answer.includes(`"${targets}"]`)) return
    await new Promise((resolve) => setTimeout(resolve, 1_000))
  }
}

function seconds(from: number): string {
  return `${Math.round((Date.now() - from) / 1_000)} s`
}

function say(line: string): void {
  console.log(`${new Date().toISOString().slice(11, 19)} ${line}`)
}
