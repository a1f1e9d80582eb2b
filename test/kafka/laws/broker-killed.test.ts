import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { startBroker } from '../../../ops/kafka/broker.ts'
import { startRegistry } from '../../../ops/kafka/registry.ts'
import { proveOutages } from '../../../ops/prove/outages.ts'
import { seededRandom } from '../../../ops/prove/seeded-random.ts'
import { skipUnlessKafka } from '../../support/kafka/kafka-available.ts'

skipUnlessKafka()
const folder = mkdtempSync(join(tmpdir(), 'homeostat-broker-killed-'))
const say = (line: string) => console.log(line)
const [kafka, registry] = await Promise.all([
  startBroker({ folder: join(folder, 'kafka'), say }),
  startRegistry({ folder: join(folder, 'registry'), say }),
])
test.after(async () => {
  await Promise.all([kafka.stop(), registry.stop()])
  rmSync(folder, { recursive: true, force: true })
})

test('should lose and double nothing when the broker is killed and started again, and go on by itself', async () => {
  const report = await proveOutages({
    folder,
    cluster: { brokers: kafka.brokers, registry: registry.url, partitions: 1, sessionMs: 3_000 },
    kafka,
    registry,
    frames: 12_000,
    sources: 4,
    outages: ['broker'],
    awayMs: 1_000,
    slowMs: 500,
    random: seededRandom(1),
    say,
  })
  assert.equal(report.complaints, [])
  const [{ back, pause }] = report.outages
  assert.ok(pause >= 1, `no task paused while the broker was away for ${back} s`)
  assert.ok(report.disturbed['insight.signals'].count > 0)
})

test.run()
