import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { codeOf } from '../../../schemas/core/homeostat-error.ts'
import { type Clock, systemClock } from '../../../streams/runtime/ports/clock.ts'
import { hardships } from '../../integration/ordeal/support/hardships.ts'
import { runApp, stopAll } from '../../integration/ordeal/support/running-app.ts'
import { startKafka } from '../../support/kafka/start-kafka.ts'
import { ownPlace } from './support/cluster.ts'
import { allWell, troubleOf } from './support/parts.ts'

const kafka = await startKafka()
test.after(async () => {
  await stopAll()
  await kafka.stop()
})

/** A machine whose clock can be set; the broker keeps its own. */
function machine(aheadMs: number): { clock: Clock; set(aheadMs: number): void } {
  let ahead = aheadMs
  return {
    clock: { ...systemClock, now: () => systemClock.now() + ahead },
    set(next) {
      ahead = next
    },
  }
}

for (const aheadMs of [10_000, -10_000])
  test(`should not start with a clock that is ${aheadMs} ms ahead of the broker`, async () => {
    const { connection } = ownPlace(kafka.brokers)
    const startedAt = performance.now()
    const outcome = await runApp(connection, { roles: ['stages'], clock: machine(aheadMs).clock }).then(() => 'started', codeOf)
    assert.is(outcome, hardships.skewAtStart.codes[0])
    assert.ok(performance.now() - startedAt < 15_000)
  })

for (const aheadMs of [10_000, -10_000])
  test(`should tell no time while the clock is ${aheadMs} ms ahead, and go on when it is right again`, async () => {
    const { connection } = ownPlace(kafka.brokers)
    const { clock, set } = machine(0)
    const running = await runApp(connection, { roles: ['stages'], clock })
    set(aheadMs)
    await troubleOf(running, 'clock', hardships.skewLater.codes)
    set(0)
    await allWell(running)
    await running.app.stop()
  })

test.run()
