import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { stages } from '../../../ops/app/stages.ts'
import { logFolder } from '../../../ops/cli/instance/data-folder.ts'
import { readInstallation } from '../../../ops/cli/instance/read-installation.ts'
import { stageTopics } from '../../../schemas/topics.ts'
import { resetLog } from '../../../streams/runtime/log/embedded/reset-log.ts'
import { scratchFolder } from '../ordeal/support/running-app.ts'
import { forgetAndDerive } from './support/law-one.ts'
import { tableRows } from './support/table-rows.ts'
import { verifyAll } from './support/verify-all.ts'

const folder = scratchFolder()
const data = folder.path
test.after(folder.remove)

test('should have the same rows, states and outputs after the database and every snapshot are gone', async () => {
  const { before, after } = await forgetAndDerive({
    where: data,
    rows: () => tableRows(data),
    async forget() {
      rmSync(join(data, 'postgres'), { recursive: true })
      const snapshots = stages.map(({ name, side }) => stageTopics(name, side).state.name)
      await resetLog(logFolder(data), snapshots, { keepId: true })
    },
  })
  for (const table of ['signals', 'sources', 'series', 'quarter_bars', 'mutes', 'rules', 'audit'])
    assert.ok(before.rows[table].length > 0, `${table} is empty, so that its being equal says nothing`)
  assert.ok(Object.keys(before.states).length > 2, JSON.stringify(Object.keys(before.states)))
  assert.equal(after, before)
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

test.run()
