import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { firstSteps } from './support/first-steps.ts'
import { freshClone } from './support/fresh-clone.ts'
import { stranger } from './support/stranger.ts'

// A clone in a folder that only its owner can enter, used by whoever runs the tests (root, in many places). The tests build on each other.
const place = freshClone('linked')
const steps = firstSteps(place, stranger(place))
test.after(() => place.remove())

let end = 0

test('should watch this machine at the first start, and end by itself', async () => {
  const frames = await steps.startFor('4s')
  const raw = await steps.positions()
  assert.is(raw.end, frames)
  end = raw.end
})

test('should go on where it was at the second start, and end well when npm is interrupted', async () => {
  await steps.startAndInterrupt('SIGINT')
  const raw = await steps.positions()
  assert.ok(raw.end > end, `${raw.end} frames after ${end}`)
  assert.is(raw.start, 0)
  assert.equal(raw.readers, [{ reader: 'stage:sense', position: raw.end, lag: 0 }])
})

test('should end well when npm is told to stop', () => steps.startAndInterrupt('SIGTERM'))

test('should derive again what it has written over all these starts', () => steps.verify())

test('should stop when asked from another shell, and leave nothing when it is purged', () => steps.purge())

test.run()
