import { kafkaAvailable } from '../kafka/kafka-available.ts'
import { ownKafka, type TestKafka } from '../kafka/start-kafka.ts'

export interface SharedKafka {
  /** Why there is none and none can be started; undefined when there can be one. */
  readonly missing: string | undefined
  /** Environment that tells a test file where they are. */
  environment(): Promise<NodeJS.ProcessEnv>
  stop(): Promise<void>
}

/** One Kafka and one registry for a whole run, started for the first file that needs them, unless the caller has given some. */
export function sharedKafka(): SharedKafka {
  const isGiven = Boolean(process.env.TEST_KAFKA_BROKERS && process.env.TEST_KAFKA_REGISTRY)
  let started: Promise<TestKafka> | undefined
  return {
    missing: isGiven ? undefined : kafkaAvailable(),
    async environment() {
      if (isGiven) return {}
      started ??= ownKafka((line) => console.log(line))
      const { brokers, registry } = await started
      return { TEST_KAFKA_BROKERS: brokers.join(','), TEST_KAFKA_REGISTRY: registry }
    },
    async stop() {
      const servers = await started?.catch(() => undefined) // its failure was reported with the files
      await servers?.stop()
    },
  }
}
