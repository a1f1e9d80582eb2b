import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { HomeostatError } from '../../../../../../schemas/core/homeostat-error.ts'
import type { WriteRequest } from '../../../../../../streams/runtime/log/embedded/flush.ts'
import { createGroupCommit } from '../../../../../../streams/runtime/log/embedded/group-commit.ts'
import { systemClock } from '../../../../../../streams/runtime/ports/clock.ts'

const open = (writer: string): WriteRequest => ({ kind: 'open', writer })

test('should write together what was submitted together, and what came during the flush afterwards', async () => {
  const flushes: number[] = []
  const commits = createGroupCommit(
    (requests) => {
      flushes.push(requests.length)
      if (flushes.length === 1) late = commits.submit(open('late'))
      return requests.map((_, at) => at)
    },
    systemClock,
    50,
  )
  let late: Promise<unknown> = Promise.resolve()
  assert.equal(await Promise.all(['a', 'b', 'c'].map((id) => commits.submit(open(id)))), [0, 1, 2])
  await late
  assert.equal(flushes, [3, 1])
})

test('should reject only those whose outcome is an error, and all when the flush throws', async () => {
  const fenced = new HomeostatError('HS_LOG_FENCED')
  const partly = createGroupCommit((requests) => requests.map((_, at) => (at === 1 ? fenced : at)), systemClock, 50)
  const settled = await Promise.allSettled(['a', 'b', 'c'].map((id) => partly.submit(open(id))))
  assert.equal(
    settled.map((one) => one.status),
    ['fulfilled', 'rejected', 'fulfilled'],
  )
  const broken = createGroupCommit(
    () => {
      throw new Error('the disk is gone')
    },
    systemClock,
    50,
  )
  const lost = await Promise.allSettled(['a', 'b'].map((id) => broken.submit(open(id))))
  assert.equal(
    lost.map((one) => one.status),
    ['rejected', 'rejected'],
  )
})

test('should rest after a slow flush as long as it took, at most as long as it may', async () => {
  for (const [flushMs, restMs] of [
    [0, []],
    [20, [20]],
    [80, [50]],
  ] as const) {
    let now = 1_000
    const rests: number[] = []
    const sleep = async (ms: number) => void rests.push(ms)
    const clock = { now: () => now, pause: systemClock.pause, sleep }
    const write = (requests: readonly WriteRequest[]) => {
      now += flushMs
      return requests.map((_, at) => at)
    }
    const commits = createGroupCommit(write, clock, 50)
    await commits.submit(open('a'))
    await commits.submit(open('b'))
    assert.equal(rests, restMs)
  }
})

test('should resolve a drain when everything is settled', async () => {
  let settled = 0
  const commits = createGroupCommit((requests) => requests.map((_, at) => at), systemClock, 50)
  for (const id of ['a', 'b']) void commits.submit(open(id)).then(() => settled++)
  await commits.drain()
  assert.is(settled, 2)
})

test.run()
