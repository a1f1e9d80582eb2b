import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { proveExactlyOnce } from '../../../ops/prove/exactly-once.ts'
import { seededRandom } from '../../../ops/prove/seeded-random.ts'
import { startKafka } from '../../support/kafka/start-kafka.ts'

const kafka = await startKafka()
const folder = mkdtempSync(join(tmpdir(), 'homeostat-exactly-once-'))
test.after(async () => {
  await kafka.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('should put out and project the same as if nothing had happened, killed in a transaction and at random', async () => {
  const said: string[] = []
  const { brokers, registry } = kafka
  const report = await proveExactlyOnce({
    folder,
    cluster: { brokers, registry, partitions: 1, sessionMs: 3_000 },
    frames: 8_000,
    sources: 4,
    processes: 2,
    kills: 2,
    longestLifeMs: 400,
    failpoints: ['log.flush.mid', 'projection.before-commit', 'rebuild.mid-switch'],
    random: seededRandom(7),
    say: (line) => said.push(line),
  })
  const told = said.join('\n')
  assert.equal(report.complaints, [], told)
  assert.equal(report.failpoints, ['log.flush.mid', 'projection.before-commit', 'rebuild.mid-switch'], told)
  assert.ok(report.kills > 0, told)
  for (const name of [
    'insight.signals',
    'control.answers',
    'table rule_signals',
    'table mutes',
    'telemetry.late',
    'dead.letters',
    'table signals',
    'table series',
  ])
    assert.ok(report.disturbed[name].count > 0, `${name} is empty, so that its being equal says nothing`)
  for (const { task, epochs, states, bases, verified, fromBases } of report.tasks)
    for (const count of [epochs, states, bases, verified, fromBases])
      assert.ok(count > 0, `${task}: ${JSON.stringify(report.tasks)}`)
})

test.run()
