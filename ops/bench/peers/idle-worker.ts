import { startTickClock } from '../../../streams/runtime/clock/tick-clock.ts'
import { systemClock } from '../../../streams/runtime/ports/clock.ts'
import { noFailpoint } from '../../../streams/runtime/ports/failpoint.ts'
import { stages } from '../../app/stages.ts'
import { memoryCodec } from '../support/memory-codec.ts'
import { runTasks } from '../support/run-tasks.ts'
import { countRequests } from './count-requests.ts'
import { openBenchLog } from './open-bench-log.ts'

// The process that `homeostat bench kafka-idle` watches: all stages and the clock, and nothing to do. Arguments: host:port of a broker,
// seconds to count. Prints one line of JSON.

const TICK_MS = 5_000
const SETTLE_MS = 10_000

const [kafka = '', seconds = ''] = process.argv.slice(2)
const byApi: Record<string, number> = {}
const observer = {
  request(api: string) {
    byApi[api] = (byApi[api] ?? 0) + 1
  },
}
const requests = countRequests(kafka.split(',').map((broker) => Number(broker.split(':').at(-1))))
const log = await openBenchLog({ kafka, prefix: `idle-${Date.now()}.`, observer }, stages, 1)
const ports = { log, codec: await memoryCodec(), clock: systemClock, failpoint: noFailpoint }
const clock = await startTickClock(ports, { partitions: 1, everyMs: TICK_MS })
let isOver = false
const running = stages.map((stage) => runTasks(stage, ports, () => isOver, { patient: true }))
await systemClock.sleep(SETTLE_MS)
const before = { ...byApi }
const sentBefore = requests.sent()
const cpu = process.cpuUsage()
const began = performance.now()
await systemClock.sleep(Number(seconds) * 1_000)
const { user, system } = process.cpuUsage(cpu)
const counted = Object.fromEntries(Object.entries(byApi).map(([api, count]) => [api, count - (before[api] ?? 0)]))
console.log(
  JSON.stringify({
    seconds: (performance.now() - began) / 1e3,
    requests: requests.sent() - sentBefore,
    byApi: counted,
    cpuSeconds: (user + system) / 1e6,
  }),
)
isOver = true
await Promise.all(running)
await clock.stop()
await log.close()
