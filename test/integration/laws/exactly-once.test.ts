import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { openInstallation } from '../../../ops/app/open-installation.ts'
import { stages } from '../../../ops/app/stages.ts'
import { readInstallation } from '../../../ops/cli/instance/read-installation.ts'
import { proveExactlyOnce } from '../../../ops/prove/exactly-once.ts'
import { seededRandom } from '../../../ops/prove/seeded-random.ts'
import { SystemTelemetryRaw } from '../../../schemas/topics.ts'
import { failpointNames } from '../../../streams/runtime/ports/failpoint.ts'
import { scratchFolder } from '../ordeal/support/running-app.ts'
import { verifyAll } from './support/verify-all.ts'

const folder = scratchFolder()
test.after(folder.remove)
const proof = join(folder.path, 'proof')

test('should put out and project the same as if nothing had happened, killed at every failpoint and at random', async () => {
  const said: string[] = []
  const { complaints, failpoints, kills, disturbed } = await proveExactlyOnce({
    folder: proof,
    frames: 8_000,
    sources: 4,
    kills: 2,
    longestLifeMs: 400,
    failpoints: [...failpointNames, 'rebuild.caught-up', 'rebuild.mid-switch'],
    random: seededRandom(7),
    say: (line) => said.push(line),
  })
  const told = said.join('\n')
  assert.equal(complaints, [], told)
  assert.equal(failpoints, [...failpointNames, 'rebuild.caught-up', 'rebuild.mid-switch'], told)
  assert.ok(kills > 0, told)
  for (const name of [
    'insight.signals',
    'control.answers',
    'policy.events',
    'table rules',
    'table rule_standing',
    'table rule_signals',
    'table mutes',
    'telemetry.bars',
    'table quarter_bars',
    'table hour_bars',
    'audit.entries',
    'table audit',
    'table dead_letters',
    'telemetry.late',
    'dead.letters',
    'table signals',
    'table series',
  ]) {
    assert.ok(disturbed[name].count > 0, `${name} is empty, so that its being equal says nothing`)
  }
})

test('should derive all of that history again, byte for byte', async () => {
  for (const data of ['undisturbed', 'disturbed']) {
    const reports = await readInstallation(join(proof, data), (installation) => verifyAll(installation))
    for (const { task, epochs, outputs, difference } of reports) {
      assert.is(difference, undefined, `${data} ${task}`)
      assert.ok(epochs > 0 && outputs > 0, `${data} ${task}: ${outputs} outputs of ${epochs} epochs`)
    }
    assert.equal(
      reports.flatMap(({ unverified }) => unverified),
      [],
    )
  }
})

test('should derive what is left of it when retention has cut the head and compaction has run', async () => {
  const { log, codec } = await openInstallation(join(proof, 'disturbed'), stages)
  const raw = (await log.partitions()).find(({ topic }) => topic === SystemTelemetryRaw.name)
  await log.maintain(Date.now(), [{ topic: SystemTelemetryRaw.name, maxBytes: (raw?.bytes ?? 0) / 2 }])
  const [sense, signals] = await verifyAll({ log, codec })
  await log.close()
  assert.equal([sense.difference, signals.difference], [undefined, undefined])
  assert.ok(sense.epochs > 0 && sense.outputs > 0, JSON.stringify(sense))
  assert.match(sense.unverified.map(({ reason }) => reason).join(), 'base')
  assert.equal(signals.unverified, [])
})

test.run()
