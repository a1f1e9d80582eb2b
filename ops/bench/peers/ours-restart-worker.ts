import { memoryCodec } from '../support/memory-codec.ts'
import { runTasks, type TasksProgress } from '../support/run-tasks.ts'
import { openBenchLog } from './open-bench-log.ts'
import { peerCodec } from './peer-codec.ts'
import { peerStage } from './peer-stage.ts'
import { PEER_PARTITIONS } from './peer-topics.ts'

// One of the two lives of Homeostat in `homeostat bench kafka-restart-peers`. Arguments: host:port of a broker, name of the stage,
// session time-out in ms, frames. The life that is killed says a line when it has folded so many frames; the one after it is given 1 and
// says a line at its first commit.

const [kafka = '', name = '', session = '', frames = ''] = process.argv.slice(2)
const wanted = Number(frames)
const stage = peerStage(name)
const log = await openBenchLog({ kafka, sessionTimeoutMs: Number(session) }, [stage], PEER_PARTITIONS)
let told = false
const installation = { log, codec: peerCodec(await memoryCodec()) }
const isOver = ({ positions, commits }: TasksProgress) => {
  const isReached = wanted === 1 ? commits > 0 : positions.reduce((sum, position) => sum + position, 0) >= wanted
  if (isReached && !told) console.log(JSON.stringify({ positions, commits }))
  told ||= isReached
  return wanted === 1 && told
}
await runTasks(stage, installation, isOver, { partitions: PEER_PARTITIONS, patient: true })
await log.close()
