import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { startKafka } from '../support/kafka/start-kafka.ts'

const kafka = await startKafka()
test.after(() => kafka.stop())

test('should answer', async () => {
  assert.is((await fetch(`${kafka.registry}/subjects`)).status, 200)
  assert.is(kafka.brokers.length, 1)
})

test.run()
