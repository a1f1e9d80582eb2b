import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { hardships } from '../../integration/ordeal/support/hardships.ts'
import { calmHistory } from '../../integration/ordeal/support/history.ts'
import { refusalOf } from '../../integration/ordeal/support/refusal-of.ts'
import { runApp, stopAll } from '../../integration/ordeal/support/running-app.ts'
import { smallDisk } from '../../integration/ordeal/support/small-disk.ts'
import { until } from '../../integration/ordeal/support/until.ts'
import { skipUnlessKafka } from '../../support/kafka/kafka-available.ts'
import { skipUnless } from '../../support/skip.ts'
import { ownPlace } from './support/cluster.ts'
import { freshBroker } from './support/fresh-broker.ts'
import { allTaken, nothingIsLost, troubleOf } from './support/parts.ts'

skipUnlessKafka()
const disk = smallDisk(150)
skipUnless(disk !== undefined, 'the test of a full disk of a broker mounts a small tmpfs, which only root may do')
const broker = await freshBroker({ folder: join(disk?.path ?? '', 'kafka'), properties: { 'log.index.size.max.bytes': '65536' } })
test.after(async () => {
  await stopAll()
  await broker.end()
  disk?.remove()
})

test('should refuse telemetry while the disk of the broker is full, and go on when the broker runs again', async () => {
  assert.ok(disk)
  const { connection } = ownPlace(broker.brokers)
  const running = await runApp(connection, { roles: ['sources', 'stages'] })
  const { client } = running
  const frames = calmHistory('web-1', Date.now() - 3_600_000, 300)
  assert.is((await client.send(frames.slice(0, 100))).status, 200)
  await allTaken(running)

  disk.fill()
  let askedAt = 0
  const codes: readonly string[] = hardships.brokerDiskFull.codes
  const refused = await until('a frame is refused', async () => {
    askedAt = performance.now()
    const answer = await client.send(frames.slice(100, 200))
    return answer.status === 200 ? undefined : answer
  })
  assert.ok(performance.now() - askedAt < 15_000, 'a client is answered in time')
  assert.ok(codes.includes(refusalOf(refused)), JSON.stringify(refused.body))
  await troubleOf(running, 'stage:sense.0', codes)

  disk.relieve()
  await broker.restart(1)
  await until('telemetry is taken again', async () => (await client.send(frames.slice(200))).status === 200)
  await nothingIsLost(running, connection)
})

test.run()
