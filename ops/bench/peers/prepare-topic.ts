import kafkajs from 'kafkajs'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { PeerFrames } from './peer-topics.ts'
import { generatorOf, type Places } from './programs.ts'
import { runToEnd } from './run-to-end.ts'

/**
 * Sees to it that the peers' topic holds exactly these frames; the peers' generator fills it when it is not there.
 * @throws HS_BENCH_TOPIC_OTHER, HS_BENCH_PEER_FAILED
 */
export async function prepareTopic(places: Places, say: (line: string) => void): Promise<void> {
  const found = await recordsIn(places.kafka)
  if (found === 0) {
    say(`filling ${PeerFrames.name} …`)
    say((await runToEnd(generatorOf(places))).trim())
  } else if (found !== places.frames) {
    throw new HomeostatError('HS_BENCH_TOPIC_OTHER', {
      message: `${PeerFrames.name} holds ${found} frames; the benchmark needs ${places.frames}.`,
      value: found,
      limit: places.frames,
    })
  }
}

/** Records of the topic over all partitions; 0 when it is not there. */
async function recordsIn(kafka: string): Promise<number> {
  const client = new kafkajs.Kafka({ brokers: kafka.split(','), logLevel: kafkajs.logLevel.NOTHING })
  const admin = client.admin()
  await admin.connect()
  try {
    if (!(await admin.listTopics()).includes(PeerFrames.name)) return 0
    const offsets = await admin.fetchTopicOffsets(PeerFrames.name)
    return offsets.reduce((sum, { low, high }) => sum + Number(high) - Number(low), 0)
  } finally {
    await admin.disconnect()
  }
}
