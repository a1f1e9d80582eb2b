import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { requestLetter } from '../../../ops/api/request-letter.ts'
import { openInstallation } from '../../../ops/app/open-installation.ts'
import { frozenLog } from '../../../ops/rehearse/frozen-log.ts'
import { verifyTask } from '../../../ops/rehearse/verify.ts'
import { outputId } from '../../../schemas/cloudevents/output-id.ts'
import { DeadLetters, SenseFindings, SenseRequests, SystemTelemetryRaw } from '../../../schemas/topics.ts'
import type { Stage } from '../../../streams/runtime/api/stage.ts'
import { systemClock } from '../../../streams/runtime/ports/clock.ts'
import { noFailpoint } from '../../../streams/runtime/ports/failpoint.ts'
import { finding, teller } from '../../unit/streams/runtime/support/teller.ts'
import { foldAll } from '../laws/support/fold-all.ts'
import { hardships } from './support/hardships.ts'
import { recordsIn } from './support/records-in.ts'
import { scratchFolder } from './support/running-app.ts'

const folder = scratchFolder()
test.after(folder.remove)

test('should put a poisoned record aside, and fold it where it stood once the processor is corrected', async () => {
  const installation = await openInstallation(folder.path, [broken])
  const { log, codec } = installation
  const values = [1, 13, 2]
  await log.append(
    values.map((value, n) => ({
      topic: SystemTelemetryRaw.name,
      partition: 0,
      key: Buffer.from('default/web-1'),
      value: codec.encode('Frame', { source: 'web-1', at: 1_000 + n, metrics: { m: value }, labels: {} }),
    })),
  )
  await foldAll(installation, { stages: [broken], version: 'broken' })
  const [letter, ...more] = await recordsIn(folder.path, DeadLetters, 'DeadLetter')
  assert.equal([letter.value.code, letter.value.offset, more.length], [hardships.poisoned.codes[0], 1, 0])
  assert.equal(await told(), [
    [1, idOf(0)],
    [2, idOf(2)],
  ])

  await requestLetter({ log, codec, stages: [corrected], now: systemClock.now }, letter.record.offset, 'replay', 'somebody')
  await foldAll(installation, { stages: [corrected], version: 'corrected' })
  assert.equal(await told(), [
    [1, idOf(0)],
    [2, idOf(2)],
    [13, idOf(1)],
  ])
  assert.is((await recordsIn(folder.path, DeadLetters, 'DeadLetter')).length, 1)

  const ports = { log: await frozenLog(log), codec, clock: systemClock, failpoint: noFailpoint }
  const { difference, outputs } = await verifyTask(corrected, 0, 'corrected', ports)
  assert.equal([difference, outputs], [undefined, 1])
  await log.close()

  function idOf(offset: number): string {
    return outputId(log.id, 'poisoned', 0, 'doubter', `${SystemTelemetryRaw.name}/0/${offset}`, 'default/web-1', 0)
  }
})

const broken = stageOf((value) => {
  if (value === 13) throw new Error('thirteen')
})
const corrected = stageOf(() => {})

/** Tells each value, after a look at it. */
function stageOf(look: (value: number) => void): Stage {
  const doubter = teller(
    {
      Frame({ source, at, values: [value] }, ctx) {
        look(value)
        ctx.emit(SenseFindings, 'Finding', finding({ source, at, value }))
      },
    },
    { name: 'doubter' },
  )
  return { name: 'poisoned', module: import.meta.url, side: 'telemetry', processors: [doubter], requests: SenseRequests }
}

/** What was told, with the id that it carries. */
async function told(): Promise<(readonly [number, string | undefined])[]> {
  const findings = await recordsIn(folder.path, SenseFindings, 'Finding')
  return findings.map(({ record, value }) => [value.value, record.headers.ce_id] as const)
}

test.run()
