import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { codeOf } from '../../../../../../schemas/core/homeostat-error.ts'
import { within } from '../../../../../../streams/runtime/log/kafka/within.ts'

test('should end what takes too long, and let the work know', async () => {
  let ask = () => false
  const never = new Promise<never>(() => undefined)
  const work = (expired: () => boolean) => {
    ask = expired
    return never
  }
  const ended = within({ doing: 'waiting' }, work, 1)
  assert.not(ask())
  assert.is(await ended.then(() => 'none', codeOf), 'HS_KAFKA_TIMEOUT')
  assert.ok(ask())
})

test('should give errors our codes and results unchanged', async () => {
  const failing = within({ doing: 'x' }, async () =>
    Promise.reject(Object.assign(new Error('x'), { type: 'KAFKA_STORAGE_ERROR' })),
  )
  assert.is(await failing.then(() => 'none', codeOf), 'HS_KAFKA_STORAGE')
  assert.is(await within({ doing: 'x' }, async () => 7), 7)
})

test.run()
