import { randomUUID } from 'node:crypto'
import { test } from 'uvu'
import { openKafkaLog } from '../../../streams/runtime/log/kafka/kafka-log.ts'
import { startKafka } from '../../support/kafka/start-kafka.ts'
import { logContract } from './suite.ts'

const kafka = await startKafka()

logContract(
  'kafka',
  async () => {
    const log = await openKafkaLog({ brokers: kafka.brokers, prefix: `${randomUUID()}.`, sessionTimeoutMs: 3_000 })
    return { log, async dispose() {} }
  },
  { records: 100_000, maintainsAtOnce: false, takesClock: false },
)

test.after(() => kafka.stop())

test.run()
