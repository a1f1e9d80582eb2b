import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { stages } from '../../../ops/app/stages.ts'
import { logFolder } from '../../../ops/cli/instance/data-folder.ts'
import { readInstallation } from '../../../ops/cli/instance/read-installation.ts'
import {
  DeadLetters,
  InsightSignals,
  SenseFindings,
  stageTopics,
  TelemetryBars,
  TelemetryLate,
  TelemetrySources,
} from '../../../schemas/topics.ts'
import { resetLog } from '../../../streams/runtime/log/embedded/reset-log.ts'
import { disturbedHistory } from '../ordeal/support/history.ts'
import { runApp, scratchFolder } from '../ordeal/support/running-app.ts'
import { until } from '../ordeal/support/until.ts'
import { states } from './support/states.ts'
import { tableRows } from './support/table-rows.ts'
import { verifyAll } from './support/verify-all.ts'

const folder = scratchFolder()
const data = folder.path
test.after(folder.remove)

test('should have the same rows, states and outputs after the database and every snapshot are gone', async () => {
  const first = await runApp(data)
  const from = Date.now() - 3_600_000
  const history = disturbedHistory('web-1', from)
  assert.is((await first.client.send(history)).status, 200)
  assert.is((await first.client.send([...disturbedHistory('web-2', from), ...history.slice(-20)])).status, 200)
  await first.client.counted('web-1', { repeated: 20 })
  const signals = await until('a signal is told', async () => (await first.client.signals())?.length)
  await first.client.counted('web-2')
  await until('the bars are read', () => hasReadBars(first))
  await first.app.stop()

  const before = { rows: await tableRows(data), states: await states(data), outputs: await ends() }
  assert.ok(signals > 0 && before.rows.signals.length >= signals)
  assert.ok(Object.keys(before.states).length > 2, JSON.stringify(Object.keys(before.states)))

  rmSync(join(data, 'postgres'), { recursive: true })
  const snapshots = stages.map(({ name, side }) => stageTopics(name, side).state.name)
  await resetLog(logFolder(data), snapshots, { keepId: true })
  assert.equal(await states(data), {})

  const second = await runApp(data)
  second.client.acknowledged.push(...first.client.acknowledged)
  await second.client.counted('web-1', { repeated: 20 })
  await second.client.counted('web-2')
  await until('the signals are there again', async () => (await second.client.signals())?.length === before.rows.signals.length)
  await until('the bars are read', () => hasReadBars(second))
  await second.app.stop()

  assert.equal(await tableRows(data), before.rows)
  assert.equal(await states(data), before.states)
  assert.equal(await ends(), before.outputs)
})

test('should derive all of it again, byte for byte', async () => {
  for (const { task, outputs, difference, unverified } of await readInstallation(data, (installation) =>
    verifyAll(installation),
  )) {
    assert.is(difference, undefined, task)
    assert.equal(unverified, [], task)
    assert.ok(outputs > 0 || task === 'seasons.0', task) // weeks of history are needed to say something of seasons
  }
})

/** What a stage has not read of another when both are stopped, it reads in the next run. */
async function hasReadBars({ client }: Awaited<ReturnType<typeof runApp>>): Promise<boolean | undefined> {
  const { topics } = (await client.get('/topics')).body as { topics: { topic: string; readers: { lag: number }[] }[] }
  return topics.find(({ topic }) => topic === TelemetryBars.name)?.readers.every(({ lag }) => lag === 0) || undefined
}

/** Where each topic ends that the stages write to. */
function ends(): Promise<readonly (readonly [string, number])[]> {
  return readInstallation(data, ({ log }) =>
    Promise.all(
      [SenseFindings, InsightSignals, DeadLetters, TelemetryBars, TelemetryLate, TelemetrySources].map(
        async ({ name }) => [name, (await log.bounds(name, 0)).end] as const,
      ),
    ),
  )
}

test.run()
