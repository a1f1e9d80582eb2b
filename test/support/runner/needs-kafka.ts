/**
 * Whether a test file needs a Kafka and a registry: all below `test/kafka`, and the adapters for them in the suites of the other tiers,
 * which have `kafka` or `confluent` first in their names.
 */
export function needsKafka(path: string): boolean {
  return /^test\/(kafka\/|(contract|integration|e2e)\/(.*\/)?(kafka|confluent)[^/]*\.test\.ts$)/.test(path)
}
