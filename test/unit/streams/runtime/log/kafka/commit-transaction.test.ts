import kafkajs from 'kafkajs'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { codeOf } from '../../../../../../schemas/core/homeostat-error.ts'
import { commitTransaction } from '../../../../../../streams/runtime/log/kafka/commit-transaction.ts'

/** What kafkajs makes of an error in the answer to EndTxn. */
function refusedWith(type: string, code: number) {
  const error = Object.assign(new Error(type), { type, code, retriable: false })
  return { error: new kafkajs.KafkaJSProtocolError(error) }
}

const commitWith = (error: Error) => commitTransaction({ commit: () => Promise.reject(error) }, 'task.0')

test('should take an error without a name for that of a writer that is being fenced', async () => {
  const { error } = refusedWith('UNKNOWN', -1)
  assert.is(await commitWith(error).then(() => 'none', codeOf), 'HS_LOG_FENCED')
})

test('should leave every other error what it is', async () => {
  const { error } = refusedWith('INVALID_TXN_STATE', 48)
  const thrown = await commitWith(error).catch((reason: unknown) => reason)
  assert.is(thrown, error)
})

test('should end when the broker has ended it', async () => {
  await commitTransaction({ commit: async () => undefined }, 'task.0')
})

test.run()
