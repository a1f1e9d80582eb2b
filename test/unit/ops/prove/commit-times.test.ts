import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { commitTimes } from '../../../../ops/prove/commit-times.ts'

function timesOf(...commits: readonly (readonly [task: string, at: number])[]) {
  let now = 0
  const times = commitTimes(() => now)
  for (const [task, at] of commits) {
    now = at
    times.add(task)
  }
  return times
}

test('should name the task that paused longest around an outage, and when its pause ended', () => {
  const times = timesOf(['a', 0], ['b', 5], ['a', 10], ['b', 30], ['a', 90], ['b', 95])
  assert.equal(times.longestPause(20, 40), { task: 'a', milliseconds: 80, endedAt: 90 })
})

test('should leave pauses out that were over before or began after', () => {
  const times = timesOf(['a', 0], ['a', 50], ['a', 60], ['a', 70], ['a', 170])
  assert.equal(times.longestPause(55, 65), { task: 'a', milliseconds: 10, endedAt: 60 })
})

test('should tell the next commit to all that wait for one', async () => {
  const times = commitTimes(() => 0)
  const both = Promise.all([times.next(), times.next()])
  times.add('a')
  assert.is((await both).length, 2)
})

test.run()
