import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { needsKafka } from '../../../../support/runner/needs-kafka.ts'

test('should count the folder of Kafka and the adapters in the other tiers among what needs a broker', () => {
  assert.ok(needsKafka('test/kafka/foreign/python.test.ts'))
  assert.ok(needsKafka('test/contract/log/kafka.test.ts'))
  assert.ok(needsKafka('test/contract/registry/confluent-registry.test.ts'))
})

test('should not count what only has the name in its path, or runs without one', () => {
  assert.not(needsKafka('test/unit/ops/kafka/ports.test.ts'))
  assert.not(needsKafka('test/contract/log/embedded.test.ts'))
  assert.not(needsKafka('test/integration/kafka/plan.test.ts'))
})

test.run()
