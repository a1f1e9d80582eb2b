import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { idempotentAnswers } from '../../../../../connectors/sources/http/idempotent-answers.ts'
import { codeOf } from '../../../../../schemas/core/homeostat-error.ts'

/** Answers count up, so that a remembered one is recognised. */
function counting(mostKeys: number) {
  const clock = { now: 0 }
  const answers = idempotentAnswers<number>({ now: () => clock.now, keptMs: 1000, mostKeys })
  let made = 0
  return { clock, ask: (key: string | undefined, body = 'a') => answers.once(key, Buffer.from(body), async () => ++made) }
}

test('should remember an answer for as long as it is kept', async () => {
  const { clock, ask } = counting(10)
  assert.is(await ask('k'), 1)
  clock.now = 999
  assert.is(await ask('k'), 1)
  clock.now = 1000
  assert.is(await ask('k'), 2)
})

test('should make a new answer for every call without a key', async () => {
  const { ask } = counting(10)
  assert.is(await ask(undefined), 1)
  assert.is(await ask(undefined), 2)
})

test('should let the oldest key give way when there are too many', async () => {
  const { ask } = counting(2)
  for (const key of ['a', 'b', 'c']) await ask(key)
  assert.is(await ask('b'), 2)
  assert.is(await ask('c'), 3)
  assert.is(await ask('a'), 4)
})

test('should refuse a key that is empty or invisible', async () => {
  const { ask } = counting(2)
  for (const key of ['', ' ', 'a b', 'ä']) {
    try {
      await ask(key)
      assert.unreachable(key)
    } catch (error) {
      assert.is(codeOf(error), 'HS_IDEMPOTENCY_KEY_INVALID')
    }
  }
})

test.run()
