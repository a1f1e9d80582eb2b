import { createRequire } from 'node:module'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { quietQueues } from '../../../../../../streams/runtime/log/kafka/quiet-queues.ts'

// The queue is kafkajs's own, with a connection that is always there and answers when the test says so.

interface Queue {
  readonly throttleCheckTimeoutId: NodeJS.Timeout | null
  push(request: object): void
  fulfillRequest(answer: object): void
  maybeThrottle(milliseconds: number): void
  destroy(): void
}

const logger = { debug() {}, warn() {} }

function queueOf(sent: number[], maxInFlightRequests: number | null = null) {
  const Queue: new (options: object) => Queue = createRequire(import.meta.url)('kafkajs/src/network/requestQueue')
  const queue = new Queue({
    maxInFlightRequests,
    requestTimeout: 10_000,
    clientId: 'test',
    broker: 'kafka:9092',
    logger,
    isConnected: () => true,
  })
  const push = (correlationId: number, whenSent = () => {}) =>
    queue.push({
      entry: { correlationId, resolve() {}, reject() {} },
      expectResponse: true,
      sendRequest() {
        sent.push(correlationId)
        whenSent()
      },
    })
  const answer = (correlationId: number) => queue.fulfillRequest({ correlationId, payload: Buffer.alloc(0), size: 0 })
  return { queue, push, answer }
}

test('should leave no timer behind when everything is answered', () => {
  quietQueues()
  const sent: number[] = []
  const { queue, push, answer } = queueOf(sent)
  push(1)
  answer(1)
  assert.equal(sent, [1])
  assert.is(queue.throttleCheckTimeoutId, null)
})

test('should send what waited for a free place as soon as there is one', () => {
  quietQueues()
  const sent: number[] = []
  const { queue, push, answer } = queueOf(sent, 1)
  push(1)
  push(2)
  assert.equal(sent, [1])
  answer(1)
  assert.equal(sent, [1, 2])
  queue.destroy()
})

test('should send what waited for the patience that a broker asked for, and rest again', async () => {
  quietQueues()
  const sent: number[] = []
  const { queue, push, answer } = queueOf(sent)
  queue.maybeThrottle(20)
  await new Promise<void>((resolve) => push(1, resolve))
  answer(1)
  assert.equal(sent, [1])
  assert.is(queue.throttleCheckTimeoutId, null)
})

test('should stay quiet when it is asked for again', () => {
  quietQueues()
  quietQueues()
  const sent: number[] = []
  const { queue, push, answer } = queueOf(sent, 1)
  push(1)
  push(2)
  assert.is.not(queue.throttleCheckTimeoutId, null)
  answer(1)
  answer(2)
  queue.destroy()
})

test.run()
