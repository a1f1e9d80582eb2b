import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { hardships } from '../../integration/ordeal/support/hardships.ts'
import { calmHistory } from '../../integration/ordeal/support/history.ts'
import { refusalOf } from '../../integration/ordeal/support/refusal-of.ts'
import { runApp, stopAll } from '../../integration/ordeal/support/running-app.ts'
import { until } from '../../integration/ordeal/support/until.ts'
import { ownPlace } from './support/cluster.ts'
import { freshBroker } from './support/fresh-broker.ts'
import { allTaken, nothingIsLost, troubleOf } from './support/parts.ts'

const broker = await freshBroker()
test.after(async () => {
  await stopAll()
  await broker.end()
})

test('should name a broker that is gone, and go on by itself when it is back', async () => {
  const { connection } = ownPlace(broker.brokers)
  const running = await runApp(connection, { roles: ['sources', 'stages'] })
  const { client } = running
  const frames = calmHistory('web-1', Date.now() - 3_600_000, 300)
  assert.is((await client.send(frames.slice(0, 100))).status, 200)
  await allTaken(running)

  await broker.kill(1)
  const killedAt = performance.now()
  const codes: readonly string[] = hardships.brokerLost.codes
  assert.ok(codes.includes(refusalOf(await client.send(frames.slice(100, 200)))))
  assert.ok(performance.now() - killedAt < 15_000, 'a client is answered in time')
  for (const part of ['stage:sense.0', 'stage:signals.0', 'clock']) await troubleOf(running, part, codes)

  await broker.restart(1)
  await until('telemetry is taken again', async () => (await client.send(frames.slice(200))).status === 200)
  await nothingIsLost(running, connection)
})

test.run()
