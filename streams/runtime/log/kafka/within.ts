import { HomeostatError } from '../../../../schemas/core/homeostat-error.ts'
import { type KafkaContext, kafkaError } from './kafka-error.ts'

/** The longest that anything of ours waits for Kafka, in milliseconds. */
export const PATIENCE_MS = 12_000

/**
 * Lets `work` take a bounded time and gives its errors our codes. Work that is given up goes on unseen: it asks `expired` before each
 * of its steps that others would see.
 *
 * @throws HS_KAFKA_TIMEOUT when the time is over, otherwise what `kafkaError` makes of the error
 */
export async function within<T>(
  context: KafkaContext,
  work: (expired: () => boolean) => Promise<T>,
  patienceMs = PATIENCE_MS,
): Promise<T> {
  let expired = false
  let timer: NodeJS.Timeout | undefined
  const patience = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      expired = true
      const message = `Kafka did not answer within ${patienceMs} ms while ${context.doing}.`
      reject(new HomeostatError('HS_KAFKA_TIMEOUT', { value: patienceMs, message }))
    }, patienceMs)
  })
  try {
    return await Promise.race([work(() => expired), patience])
  } catch (error) {
    throw kafkaError(error, context)
  } finally {
    clearTimeout(timer)
  }
}
