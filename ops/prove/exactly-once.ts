import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { startPostgres } from '../../projections/postgres/start-postgres.ts'
import { type FailpointName, failpointNames } from '../../streams/runtime/ports/failpoint.ts'
import { openInstallation } from '../app/open-installation.ts'
import { stages } from '../app/stages.ts'
import { type Dump, dump } from './dump.ts'
import { loadFeed } from './feed.ts'

export interface ExactlyOnceOptions {
  /** Scratch folder; left as it is, for a look afterwards. */
  readonly folder: string
  readonly frames: number
  readonly sources: number
  /** Kills at random moments. */
  readonly kills: number
  /** Longest time from the start of a worker to its kill, milliseconds. */
  readonly longestLifeMs: number
  readonly failpoints?: readonly FailpointName[]
  readonly random: () => number
  say(line: string): void
}

export interface ExactlyOnceReport {
  readonly kills: number
  /** Failpoints that were reached and ended the worker. */
  readonly failpoints: readonly FailpointName[]
  readonly undisturbed: Dump
  readonly disturbed: Dump
  readonly differences: readonly string[]
}

/**
 * Folds and projects the same history twice, once undisturbed and once killed with -9 again and again, and compares what came out:
 * every output topic and every table, byte for byte.
 */
export async function proveExactlyOnce(options: ExactlyOnceOptions): Promise<ExactlyOnceReport> {
  const { folder, frames, sources, say } = options
  const undisturbedData = join(folder, 'undisturbed')
  const disturbedData = join(folder, 'disturbed')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const installation = await openInstallation(undisturbedData, stages, { id: 'exactly-once' })
  await loadFeed(installation, { frames, sources })
  await installation.log.close()
  cpSync(undisturbedData, disturbedData, { recursive: true })
  const postgres = await startPostgres(folder)
  try {
    const dsns = await twoDatabases(postgres.dsn)
    await runToTheEnd(undisturbedData, dsns.undisturbed)
    say('the undisturbed run is done')
    const reached = await killAtFailpoints(disturbedData, dsns.disturbed, options)
    const kills = await killAtRandom(disturbedData, dsns.disturbed, options)
    await runToTheEnd(disturbedData, dsns.disturbed)
    const undisturbed = await dump(undisturbedData, dsns.undisturbed)
    const disturbed = await dump(disturbedData, dsns.disturbed)
    const differences = Object.keys(undisturbed).filter((name) => undisturbed[name].hash !== disturbed[name]?.hash)
    return { kills, failpoints: reached, undisturbed, disturbed, differences }
  } finally {
    await postgres.stop()
  }
}

const worker = fileURLToPath(new URL('./exactly-once-worker.ts', import.meta.url))

async function twoDatabases(dsn: string): Promise<{ undisturbed: string; disturbed: string }> {
  const client = new pg.Client({ connectionString: dsn })
  await client.connect()
  await client.query('CREATE DATABASE undisturbed')
  await client.query('CREATE DATABASE disturbed')
  await client.end()
  const named = (name: string) => {
    const url = new URL(dsn)
    url.pathname = `/${name}`
    return url.href
  }
  return { undisturbed: named('undisturbed'), disturbed: named('disturbed') }
}

function start(data: string, dsn: string, failpoint = ''): ChildProcess {
  const env = { ...process.env, HOMEOSTAT_FAILPOINT: failpoint }
  return spawn(process.execPath, ['--import', 'tsx', worker, data, dsn], { env, stdio: ['ignore', 'pipe', 'inherit'] })
}

type Ending = 'done' | 'killed'

/** Resolves when the worker has ended; `onRunning` is called when its stages run. */
function ended(child: ChildProcess, onRunning: () => void = () => {}): Promise<Ending> {
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (text: Buffer) => text.includes('running') && onRunning())
    child.once('exit', (code, signal) => {
      if (signal === 'SIGKILL') resolve('killed')
      else if (code === 0) resolve('done')
      else reject(new Error(`the worker ended with ${signal ?? code}`))
    })
  })
}

async function runToTheEnd(data: string, dsn: string): Promise<void> {
  if ((await ended(start(data, dsn))) !== 'done') throw new Error('the worker was killed by somebody else')
}

async function killAtFailpoints(data: string, dsn: string, { failpoints = failpointNames, random, say }: ExactlyOnceOptions) {
  const reached: FailpointName[] = []
  for (const name of failpoints) {
    const ending = await ended(start(data, dsn, `${name}:${1 + Math.floor(random() * 3)}`))
    if (ending === 'killed') reached.push(name)
    say(`${name}: ${ending === 'killed' ? 'killed there' : 'not reached, the run is over'}`)
  }
  return reached
}

async function killAtRandom(
  data: string,
  dsn: string,
  { kills, longestLifeMs, random, say }: ExactlyOnceOptions,
): Promise<number> {
  for (let killed = 0; killed < kills; killed++) {
    const child = start(data, dsn)
    const afterMs = Math.floor(random() * longestLifeMs)
    let timer: NodeJS.Timeout | undefined
    const ending = await ended(child, () => {
      timer = setTimeout(() => child.kill('SIGKILL'), afterMs)
    })
    clearTimeout(timer)
    if (ending === 'done') {
      say(`the history was folded to its end after ${killed} kills`)
      return killed
    }
    say(`kill ${killed + 1} of ${kills}, ${afterMs} ms after the start`)
  }
  return kills
}
