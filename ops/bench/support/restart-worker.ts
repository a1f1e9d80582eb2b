import { SystemTelemetryRaw } from '../../../schemas/topics.ts'
import { senseStage } from '../../../streams/sense/sense-stage.ts'
import { openInstallation } from '../../app/open-installation.ts'
import { fillLog } from './fill-log.ts'
import { runTasks } from './run-tasks.ts'

// One of the two lives of `homeostat bench restart`. Arguments: `first` or `second`, data folder, sources, metrics.
// First: watches a fleet until it is killed, faster than the world is by SPEED; says `steady` when all states have been written on their
// way at least once. Second: opens what is left, appends a frame of a source that is new, and prints how long its output took.

const SPEED = 60
const EVERY_MS = 15_000
const LEARNED_STEPS = 125
/** Fifteen minutes of the fleet's time: states are written every five. */
const STEADY_STEPS = 150

const [life = '', folder = '', sources = '', metrics = ''] = process.argv.slice(2)
const began = performance.now()
const installation = await openInstallation(folder, [senseStage])
const { log, codec } = installation
const fleet = { sources: Number(sources), metrics: Number(metrics), everyMs: EVERY_MS, from: 1_700_000_000_000 }

if (life === 'first') await watchUntilKilled()
else await tellFirstOutput()

async function watchUntilKilled(): Promise<void> {
  const learned = LEARNED_STEPS * fleet.sources
  await fillLog(log, codec, fleet, 0, learned)
  const settings = { commitIntervalMs: 2, idleCommitMs: 5_000 / SPEED, snapshotAgeMs: 300_000 / SPEED }
  let commits = 0
  const watching = runTasks(
    senseStage,
    installation,
    (progress) => {
      commits = progress.commits
      return false
    },
    { settings: rounded(settings) },
  )
  watching.catch((error: unknown) => {
    console.error(error)
    process.exit(1)
  })
  const framesAStep = Math.round((fleet.sources * 100 * SPEED) / EVERY_MS) // a step takes 100 ms
  let n = learned
  const startedAt = performance.now()
  for (let step = 1; ; step++) {
    await fillLog(log, codec, fleet, n, n + framesAStep)
    n += framesAStep
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, startedAt + step * 100 - performance.now())))
    if (step === STEADY_STEPS) console.log(`steady ${n} ${commits}`)
  }
}

async function tellFirstOutput(): Promise<void> {
  const value = codec.encodeFrame({
    source: 'newcomer',
    at: 1_700_000_000_000,
    names: ['level'],
    values: Float64Array.of(1),
    labels: {},
  })
  await log.append([{ topic: SystemTelemetryRaw.name, partition: 0, key: Buffer.from('default/newcomer'), value }])
  let told = false
  await runTasks(senseStage, installation, ({ outputs }) => {
    if (outputs === 0 || told) return told
    told = true
    const now = performance.now()
    const { user, system } = process.cpuUsage()
    console.log(JSON.stringify({ sinceProcessMs: now, sinceOpeningMs: now - began, cpuSeconds: (user + system) / 1e6 }))
    return true
  })
  await log.close()
}

function rounded<T extends Record<string, number>>(settings: T): T {
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, Math.round(value)])) as T // the same names
}
