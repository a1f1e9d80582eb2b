import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { InsightSignals, ScheduleTicks, SenseFindings } from '../../../schemas/topics.ts'
import { skipUnless } from '../../support/skip.ts'
import { Client } from './support/client.ts'
import { hardships } from './support/hardships.ts'
import { calmHistory } from './support/history.ts'
import { recordsIn } from './support/records-in.ts'
import { scratchFolder } from './support/running-app.ts'
import { until } from './support/until.ts'

skipUnless(process.platform === 'linux', 'whether a process has been stopped is read from /proc, which only Linux has')
const folder = scratchFolder()
const script = fileURLToPath(new URL('./support/paused-app.ts', import.meta.url))
const child = spawn(process.execPath, ['--import', 'tsx', script, folder.path], { stdio: ['ignore', 'pipe', 'inherit'] })
const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
test.after(async () => {
  child.kill('SIGKILL')
  await folder.remove()
})

const HOUR_MS = 3_600_000

test('should pass over an hour in which it was stopped, without a failure and without a signal', async () => {
  const client = new Client((await lines.next()).value)
  const before = Date.now() - 400_000
  assert.is((await client.send(calmHistory('web-1', before, 390))).status, 200)
  await client.counted('web-1')

  child.kill('SIGSTOP')
  await until('it is stopped', async () => stateOf(child.pid) === 'T')
  child.kill('SIGCONT')
  await until('the time has jumped', async () => (await ticks()).some((at) => at > Date.now() + HOUR_MS / 2))
  const after = calmHistory('web-1', before, 390 + HOUR_MS / 1_000).slice(-60)
  assert.is((await client.send(after)).status, 200)
  await client.counted('web-1')
  assert.is((await client.get('/readyz')).status, 200)

  child.kill('SIGTERM')
  assert.is((await lines.next()).value, '[]', hardships.pause.happens)
  assert.equal(await once(child, 'exit'), [0, null])
  const times = (await ticks()).filter((at) => at > 0) // a new log's clock begins with one at 0
  const steps = times.map((at, index, all) => at - (all[index - 1] ?? at))
  assert.is(steps.filter((step) => step >= HOUR_MS).length, 1)
  assert.ok(steps.every((step) => step >= 0))
  assert.equal(await recordsIn(folder.path, SenseFindings, 'Finding'), [])
  assert.equal(await recordsIn(folder.path, InsightSignals, 'Signal'), [])
})

async function ticks(): Promise<number[]> {
  return (await recordsIn(folder.path, ScheduleTicks, 'Tick')).map(({ value }) => value.at)
}

/** The letter of a process's state (proc(5)): T when it is stopped. */
function stateOf(pid: number | undefined): string | undefined {
  return /\) (\w)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1]
}

test.run()
