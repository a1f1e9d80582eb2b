import { memoryCodec } from '../support/memory-codec.ts'
import { measureOurs } from './measure-ours.ts'
import { openBenchLog } from './open-bench-log.ts'
import { peerCodec } from './peer-codec.ts'
import { peerStage } from './peer-stage.ts'
import { PEER_PARTITIONS } from './peer-topics.ts'

// Homeostat's part in `homeostat bench kafka-peers`: finds the anomalies in the peers' topic with the runtime as it is, and prints one
// line of JSON as the peers do. Argument: host:port of the broker. No two runs share a stage, so each begins with nothing.

const METRICS = 50

const [kafka = ''] = process.argv.slice(2)
const stage = peerStage(`peer-${Date.now()}`)
const log = await openBenchLog({ kafka }, [stage], PEER_PARTITIONS)
const measured = await measureOurs(stage, { log, codec: peerCodec(await memoryCodec()) })
const { user, system } = process.cpuUsage()
console.log(
  JSON.stringify({
    peer: 'homeostat',
    ...measured,
    framesPerS: Math.round(measured.frames / measured.seconds),
    samplesPerS: Math.round((measured.frames * METRICS) / measured.seconds),
    cpuSeconds: (user + system) / 1e6,
    peakRssMb: Math.round(process.resourceUsage().maxRSS / 1024),
  }),
)
await log.close()
