import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { untilInterrupted } from '../../../../ops/cli/interrupt.ts'

test('should take signals in quick succession as one, and abort the work once', async () => {
  let told = 0
  const result = await untilInterrupted(
    async (interrupted) => {
      assert.not.ok(interrupted.aborted)
      process.emit('SIGINT', 'SIGINT')
      process.emit('SIGINT', 'SIGINT') // the second would end this process
      return interrupted.aborted ? 'aborted' : 'not aborted'
    },
    () => told++,
  )
  assert.equal([result, told], ['aborted', 1])
})

test('should leave the signals to others when the work is done, also when it fails', async () => {
  const before = process.listenerCount('SIGTERM')
  await untilInterrupted(() => Promise.reject(new Error('no'))).catch((error) => assert.is(error.message, 'no'))
  assert.is(process.listenerCount('SIGTERM'), before)
})

test.run()
