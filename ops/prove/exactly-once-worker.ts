import { Registry } from 'prom-client'
import { connect } from '../../projections/postgres/connect.ts'
import { projection } from '../../projections/runner/projection.ts'
import { postgresStore } from '../../projections/store/postgres.ts'
import { configure } from '../../schemas/core/config.ts'
import { inputsOf } from '../../streams/runtime/api/stage.ts'
import { systemClock } from '../../streams/runtime/ports/clock.ts'
import { runStage } from '../../streams/runtime/supervise/run-stage.ts'
import { taskConfig } from '../../streams/runtime/task/settings.ts'
import { versionOf } from '../../streams/runtime/task/version.ts'
import { openInstallation, PARTITIONS } from '../app/open-installation.ts'
import { readModels } from '../app/read-models.ts'
import { stages } from '../app/stages.ts'
import { taskMonitor } from '../app/task-monitor.ts'
import { failpointFromEnvironment } from './failpoint-from-environment.ts'

// Runs the stages and projections over a log that is loaded beforehand until nothing is left, in small steps so that it can be
// killed anywhere. Arguments: data folder, DSN of a PostgreSQL. Prints `running`, then `done`.

const [data = '', dsn = ''] = process.argv.slice(2)
const failpoint = failpointFromEnvironment()
const { log, codec } = await openInstallation(data, stages, { failpoint })
const store = postgresStore(await connect(dsn), failpoint)
const logger = { warn: (fields: object, message: string) => console.error(message, fields) }
const monitor = taskMonitor(new Registry(), logger)
const settings = configure('task', taskConfig, {
  commitIntervalMs: 5,
  idleCommitMs: 20,
  snapshotAgeMs: 50,
  snapshotBytes: 20_000,
  baseEveryMs: 60_000,
  pollBytes: 20_000,
})
const ports = { log, codec, clock: systemClock, failpoint }
for (const stage of stages) {
  const owner = { version: versionOf(stage), host: 'worker' }
  await runStage({
    stage,
    partitions: PARTITIONS,
    owner,
    settings,
    ports,
    observer: (partition) => monitor.observer(stage, partition),
  })
}
const projections = readModels.map((model) =>
  projection({ ...model, commitAfterMs: 10 }, { log, codec, store, clock: systemClock }),
)
for (const each of projections) void each.run(new AbortController().signal)
console.log('running')

/** Everything folded, committed (an epoch later) and projected. */
async function isDone(): Promise<boolean> {
  for (const status of monitor.statuses()) {
    const stage = stages.find(({ name }) => name === status.stage)
    for (const [input, { name }] of (stage ? inputsOf(stage) : []).entries()) {
      if ((status.position[input] ?? -1) < (await log.bounds(name, 0)).end) return false
    }
    if (status.phase === 'stopped') throw new Error(`${status.stage} has stopped: ${status.code}`)
  }
  return projections.every((each) => each.status().caughtUp)
}

for (let quiet = 0; quiet < 5; quiet = (await isDone()) ? quiet + 1 : 0) await systemClock.sleep(100)
console.log('done')
process.exit(0)
