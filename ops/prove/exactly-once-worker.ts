import { Registry } from 'prom-client'
import { connect } from '../../projections/postgres/connect.ts'
import { postgresStore } from '../../projections/store/postgres.ts'
import { configure } from '../../schemas/core/config.ts'
import { auditStage } from '../../streams/audit/audit-stage.ts'
import type { Log } from '../../streams/runtime/log/log.ts'
import { systemClock } from '../../streams/runtime/ports/clock.ts'
import { type RunningStage, runStage } from '../../streams/runtime/supervise/run-stage.ts'
import type { TaskObserver } from '../../streams/runtime/task/observer.ts'
import { taskConfig } from '../../streams/runtime/task/settings.ts'
import { versionOf } from '../../streams/runtime/task/version.ts'
import { openInstallation } from '../app/open-installation.ts'
import { stages } from '../app/stages.ts'
import { taskMonitor } from '../app/task-monitor.ts'
import { partitionsOf } from '../app/topics-of.ts'
import { failpointFromEnvironment } from './failpoint-from-environment.ts'
import { finished } from './finished.ts'
import { keepModels } from './keep-models.ts'
import { seededRandom } from './seeded-random.ts'
import { signHeads } from './sign-heads.ts'
import { unfenced } from './unfenced.ts'
import { readOrder } from './worker-order.ts'

// Runs the stages and projections over a log that is loaded beforehand until nothing is left, alone or beside others, in small steps so
// that it can be disturbed anywhere. Argument: a WorkerOrder. Prints `running`, a line for each epoch, then `done`; after SIGTERM
// `left`.

const order = readOrder(process.argv[2])
const failpoint = failpointFromEnvironment()
const random = seededRandom(process.pid)

/** Between what a transaction of Kafka has sent and its end: there it can be killed, and there it may take long. */
async function sent(): Promise<void> {
  failpoint('log.flush.mid')
  if (order.slowMs > 0 && random() < 0.3) await systemClock.sleep(random() * order.slowMs)
}

function mended(decision: string): void {
  console.error(`worker ${process.pid}: the end (${decision}) of a transaction that the broker had forgotten was written`)
}

const kafka = { sent, mended }
const { log: opened, codec, partitions } = await openInstallation(order.connection, stages, { failpoint, observer: kafka })
const log: Log = order.unfenced ? unfenced(opened) : opened
const store = postgresStore(await connect(order.dsn), failpoint)
const logger = { warn: (fields: object, message: string) => console.error(message, fields) }
const monitor = taskMonitor(new Registry(), logger)
const settings = configure('task', taskConfig, {
  commitIntervalMs: 5,
  idleCommitMs: 20,
  snapshotAgeMs: 50,
  snapshotBytes: 20_000,
  baseEveryMs: 60_000,
  pollBytes: order.pollBytes,
})
const ports = { log, codec, clock: systemClock, failpoint }
const running: RunningStage[] = []
for (const stage of stages) {
  const owner = { version: versionOf(stage), host: `worker ${process.pid}` }
  const observer = (partition: number): TaskObserver => {
    const { committed, ...rest } = monitor.observer(stage, partition)
    return {
      ...rest,
      committed(report) {
        committed(report)
        console.log(`epoch ${stage.name}.${partition} ${report.n}`)
      },
    }
  }
  running.push(await runStage({ stage, partitions: partitionsOf(stage.side, partitions), owner, settings, ports, observer }))
}
const endModels = await keepModels({ log, codec, store, clock: systemClock }, { rebuild: order.rebuild, failpoint })
const isAuditing = () => monitor.statuses().some(({ stage, phase }) => stage === auditStage.name && phase === 'running')
const endSigning = signHeads(ports, order.connection.data, isAuditing)
console.log('running')
process.once('SIGTERM', async () => {
  await Promise.all(running.map((stage) => stage.stop()))
  await endSigning()
  await endModels()
  await log.close()
  console.log('left')
  process.exit(0)
})

const isFinished = finished({ log, codec }, partitions, order.dsn)
while (!(await isFinishedOrUnknown())) {
  const stopped = monitor.statuses().find(({ phase }) => phase === 'stopped')
  if (stopped?.code) throw new Error(`${stopped.stage}.${stopped.partition} has stopped: ${stopped.code} ${stopped.message}`)
  await systemClock.sleep(300)
}
await endSigning()
console.log('done')
process.exit(0)

/** While a broker is away nothing can be said. */
async function isFinishedOrUnknown(): Promise<boolean> {
  try {
    return await isFinished()
  } catch (error) {
    console.error(`It cannot be seen whether all is done: ${error instanceof Error ? error.message : error}`)
    return false
  }
}
