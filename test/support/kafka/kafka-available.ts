import { whyUnavailable } from '../../../ops/kafka/available.ts'
import { errorCatalogue } from '../../../schemas/core/error-catalogue.ts'
import { skipUnless } from '../skip.ts'

/** Why no Kafka can be started here, with what to install; undefined when one can. */
export function kafkaAvailable(): string | undefined {
  const error = whyUnavailable()
  return error && `${error.message} ${errorCatalogue[error.code].remedy}`
}

/** Ends a test file as skipped, loudly, where no Kafka can be started; in CI that is a failure. */
export function skipUnlessKafka(): void {
  const why = kafkaAvailable()
  skipUnless(why === undefined, why ?? '')
}
