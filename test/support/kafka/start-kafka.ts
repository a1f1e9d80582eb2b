import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startBroker } from '../../../ops/kafka/broker.ts'
import { startRegistry } from '../../../ops/kafka/registry.ts'
import { skipUnlessKafka } from './kafka-available.ts'

export interface TestKafka {
  /** `host:port` of each broker. */
  readonly brokers: readonly string[]
  /** Address of the registry's Confluent API. */
  readonly registry: string
  /** Ends what was started for this file; servers that the run shares go on. */
  stop(): Promise<void>
}

/**
 * A real broker and a real registry: those of the test run (`TEST_KAFKA_BROKERS`, `TEST_KAFKA_REGISTRY`), else some of this file's own. A file that cannot have them ends here as
 * skipped. Both are shared with other files: give every test a topic prefix of its own, and start servers of your own with `startBroker`
 * and `startRegistry` for what other tests must not feel.
 */
export async function startKafka(): Promise<TestKafka> {
  const { TEST_KAFKA_BROKERS: brokers, TEST_KAFKA_REGISTRY: registry } = process.env
  if (brokers && registry) return { brokers: brokers.split(','), registry, stop: async () => undefined }
  skipUnlessKafka()
  return await ownKafka((line) => console.log(line))
}

/** Starts both in a temporary folder, which is removed at the end. */
export async function ownKafka(say: (line: string) => void): Promise<TestKafka> {
  const folder = mkdtempSync(join(tmpdir(), 'homeostat-kafka-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  process.once('exit', remove)
  const [broker, registry] = await Promise.all([
    startBroker({ folder: join(folder, 'kafka'), say }),
    startRegistry({ folder: join(folder, 'registry'), say }),
  ])
  return {
    brokers: broker.brokers,
    registry: registry.url,
    async stop() {
      await Promise.all([broker.stop(), registry.stop()])
      remove()
    },
  }
}
