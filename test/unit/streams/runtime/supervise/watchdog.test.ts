import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { codeOf } from '../../../../../schemas/core/homeostat-error.ts'
import { withWatchdog } from '../../../../../streams/runtime/supervise/watchdog.ts'
import { quietObserver } from '../../../../support/quiet-observer.ts'
import { virtualClock } from '../../../connectors/sources/virtual-clock.ts'

const STUCK_MS = 40_000

/** A task that shows that it lives at these times and then hangs. */
function watch(aliveAt: readonly number[]) {
  const clock = virtualClock(1_000_000)
  let outcome = 'running'
  const done = withWatchdog(STUCK_MS, clock, quietObserver, new AbortController().signal, async (observer, signal) => {
    for (const at of aliveAt) {
      await clock.sleep(1_000_000 + at - clock.now(), signal)
      observer.alive()
    }
    await new Promise(() => {})
  }).catch((error: unknown) => {
    outcome = codeOf(error)
  })
  return { clock, done, outcome: () => outcome }
}

test('should end a task that shows no sign of life for too long', async () => {
  const { clock, outcome, done } = watch([5_000])
  while (clock.now() < 1_000_000 + 45_000) await clock.step()
  await clock.step()
  await done
  assert.is(outcome(), 'HS_TASK_STUCK')
})

test('should not take a pause of the whole process for a task that is stuck', async () => {
  const { clock, outcome, done } = watch([5_000, 12_000])
  while (clock.now() < 1_000_000 + 12_000) await clock.step()
  clock.jump(3_600_000)
  await clock.step()
  assert.is(outcome(), 'running')
  for (let steps = 0; steps < 6; steps++) await clock.step()
  await done
  assert.is(outcome(), 'HS_TASK_STUCK')
})

test.run()
