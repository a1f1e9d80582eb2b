import { SystemTelemetryRaw } from '../../../schemas/topics.ts'
import { senseStage } from '../../../streams/sense/sense-stage.ts'
import { memberMemory } from '../../app/member-memory.ts'
import { fillLog } from '../support/fill-log.ts'
import { memoryCodec } from '../support/memory-codec.ts'
import { runTasks, type TasksProgress } from '../support/run-tasks.ts'
import { openBenchLog } from './open-bench-log.ts'

// One of the two lives of `homeostat bench kafka-restart`. Arguments: `first` or `second`, host:port of a broker, prefix, session
// time-out in ms, sources, metrics, data folder. First: watches a fleet until it is killed, faster than the world is by SPEED; says `steady` when all
// states have been written on their way at least once. Second: opens what is left, appends a frame of a source that is new, and prints
// how long its output took.

const SPEED = 60
const EVERY_MS = 15_000
const LEARNED_STEPS = 125
/** Fifteen minutes of the fleet's time: states are written every five. */
const STEADY_STEPS = 150
const STEP_MS = 100

const [life = '', kafka = '', prefix = '', session = '', sources = '', metrics = '', data = ''] = process.argv.slice(2)
const cluster = { kafka, prefix, sessionTimeoutMs: Number(session), members: memberMemory(data) }
const log = await openBenchLog(cluster, [senseStage], 1)
const codec = await memoryCodec()
const fleet = { sources: Number(sources), metrics: Number(metrics), everyMs: EVERY_MS, from: 1_700_000_000_000 }

if (life === 'first') await watchUntilKilled()
else await tellFirstOutput()

async function watchUntilKilled(): Promise<void> {
  const learned = LEARNED_STEPS * fleet.sources
  await fillLog(log, codec, fleet, 0, learned, { batchSize: 2_000 })
  const settings = { commitIntervalMs: 100, idleCommitMs: Math.round(5_000 / SPEED), snapshotAgeMs: 300_000 / SPEED }
  const watching = runTasks(senseStage, { log, codec }, () => false, { settings, patient: true })
  watching.catch((error: unknown) => {
    console.error(error)
    process.exit(1)
  })
  const framesAStep = Math.round((fleet.sources * STEP_MS * SPEED) / EVERY_MS)
  const startedAt = performance.now()
  for (let n = learned, step = 1; ; n += framesAStep, step++) {
    await fillLog(log, codec, fleet, n, n + framesAStep)
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, startedAt + step * STEP_MS - performance.now())))
    if (step === STEADY_STEPS) console.log(`steady ${n}`)
  }
}

async function tellFirstOutput(): Promise<void> {
  const at = 1_700_000_000_000
  const value = codec.encodeFrame({ source: 'newcomer', at, names: ['level'], values: Float64Array.of(1), labels: {} })
  await log.append([{ topic: SystemTelemetryRaw.name, partition: 0, key: Buffer.from('default/newcomer'), value }])
  let told = false
  let runningMs = 0
  const isTold = ({ outputs, runningAt }: TasksProgress) => {
    if (runningMs === 0 && runningAt !== undefined) runningMs = runningAt
    if (outputs === 0 || told) return told
    told = true
    const { user, system } = process.cpuUsage()
    console.log(JSON.stringify({ sinceProcessMs: performance.now(), runningMs, cpuSeconds: (user + system) / 1e6 }))
    return true
  }
  await runTasks(senseStage, { log, codec }, isTold, { patient: true })
  await log.close()
}
