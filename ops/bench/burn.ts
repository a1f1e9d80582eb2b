import { type ChildProcess, spawn } from 'node:child_process'
import { availableParallelism, cpus, hostname } from 'node:os'
import { parseArgs } from 'node:util'
import { systemClock } from '../../streams/runtime/ports/clock.ts'
import { exitCodes } from '../cli/exit-codes.ts'
import { median } from './support/median.ts'

// `homeostat bench burn`: burns every core of this machine for a minute and tells how long it takes until a running instance says so.

const { values: args } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://127.0.0.1:4280' },
    source: { type: 'string', default: hostname() },
    seconds: { type: 'string', default: '60' },
    within: { type: 'string', default: '10' },
  },
})

/** Busier than this before the burn, and nothing can be said: the burn would change too little. */
const BUSIEST_PERCENT = 50

type SignalView = Readonly<{ metric: string; hint: string; raisedAt: string; held: string | null }>

const before = await cpuPercentOfLastMinute()
if (before === undefined) {
  finish(
    exitCodes.unavailable,
    `${args.source} has sent less than a minute of cpu_usage to ${args.url}. Let \`npm start\` run for three minutes first.`,
  )
} else if (before > BUSIEST_PERCENT) {
  finish(
    exitCodes.unavailable,
    `This machine is too busy to judge: cpu_usage has been at ${before.toFixed(0)} % (median of the last minute).`,
  )
} else {
  console.log(`cpu_usage was ${before.toFixed(0)} % (median of the last minute); burning ${availableParallelism()} cores`)
  await burnAndWait()
}

async function burnAndWait(): Promise<void> {
  const began = Date.now()
  const burners = cpus().map(() => spawn(process.execPath, ['-e', 'for (;;) Math.sqrt(2)'], { stdio: 'ignore' }))
  const stop = () => burners.forEach((burner: ChildProcess) => void burner.kill('SIGKILL'))
  process.once('exit', stop)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))
  let seen: SignalView | undefined
  while (Date.now() - began < Number(args.seconds) * 1_000) {
    seen ??= await report(began)
    await systemClock.sleep(200)
  }
  stop()
  if (seen === undefined) finish(1, `No CPU signal came in ${args.seconds} s.`)
}

/** The first CPU signal since the burn began, told once. */
async function report(began: number): Promise<SignalView | undefined> {
  const { signals } = await get<{ signals: SignalView[] }>(`/signals?source=${encodeURIComponent(args.source)}&from=${began}`)
  const first = signals.find(({ metric }) => metric.startsWith('cpu_'))
  if (first === undefined) return undefined
  const afterSeconds = (Date.now() - began) / 1_000
  const inTime = afterSeconds <= Number(args.within)
  finish(inTime ? 0 : 1, `after ${afterSeconds.toFixed(1)} s: ${first.hint}${first.held ? ` (held back: ${first.held})` : ''}`)
  return first
}

async function cpuPercentOfLastMinute(): Promise<number | undefined> {
  const to = Date.now()
  const path = `/series?source=${encodeURIComponent(args.source)}&metric=cpu_usage&from=${to - 60_000}&to=${to}`
  const { value } = await get<{ value?: (number | null)[] }>(path)
  const known = (value ?? []).filter((percent) => percent !== null)
  return known.length < 30 ? undefined : median(known)
}

async function get<T>(path: string): Promise<T> {
  const response = await fetch(new URL(path, args.url)).catch(() => undefined)
  if (response === undefined) {
    console.log(`Nothing answers at ${args.url}. Start it with \`npm start\`, or give --url.`)
    process.exit(exitCodes.unavailable)
  }
  return (await response.json()) as T // our own API
}

function finish(code: number, line: string): void {
  console.log(line)
  process.exitCode = code
}
