import kafkajs, { type Admin } from 'kafkajs'
import { clientConfig } from './client.ts'
import type { KafkaSettings } from './settings.ts'
import { within } from './within.ts'

/**
 * Lets `work` ask a cluster that no log is open of, and disconnects whatever happens.
 *
 * @throws HS_KAFKA_* when it cannot be reached, and what `work` throws
 */
export async function withAdmin<T>(settings: KafkaSettings, work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = new kafkajs.Kafka(clientConfig(settings, () => undefined, Date.now)).admin()
  try {
    await within({ doing: 'connecting to the cluster' }, () => admin.connect())
    return await work(admin)
  } finally {
    await admin.disconnect().catch(() => undefined) // it may never have been connected
  }
}
