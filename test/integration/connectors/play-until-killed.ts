import { playTape } from '../../../connectors/sources/tape/play-tape.ts'
import { createCodec } from '../../../schemas/codec/create-codec.ts'
import { embeddedRegistry } from '../../../schemas/registry/embedded-registry.ts'
import { ScheduleTicks, SystemTelemetryRaw } from '../../../schemas/topics.ts'
import { openEmbeddedLog } from '../../../streams/runtime/log/embedded/embedded-log.ts'

// Plays a tape into an embedded log and kills itself behind the given number of commits, without a word to anybody.
const [folder, tape, commits] = process.argv.slice(2)
const log = await openEmbeddedLog(folder)
await log.createTopics([SystemTelemetryRaw, ScheduleTicks].map((topic) => ({ topic, partitions: 1 })))
const codec = await createCodec({ registry: await embeddedRegistry({ load: async () => [], save: async () => {} }) })
let left = Number(commits)
const { frames, resumedAt } = await playTape(tape, {
  log,
  codec,
  onProgress() {
    left -= 1
    // In the middle of the next commit: it has been asked for, and nobody knows how far it came.
    if (left === 0) setImmediate(() => process.kill(process.pid, 'SIGKILL'))
  },
})
await log.close()
process.stdout.write(JSON.stringify({ frames, resumedAt }))
