import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { churn } from './support/churn.ts'

test('should lose and double nothing while members come, go and stand still in the middle of commits', async () => {
  const { report, told } = await churn(false)
  assert.equal(report.complaints, [], told)
  assert.ok(report.came > 0 && report.zombies > 0, told)
  const tasks = ['sense.0', 'sense.1', 'signals.0', 'audit.0', 'seasons.0', 'seasons.1']
  assert.equal(report.tasks.map(({ task }) => task).sort(), tasks.sort())
  for (const { task, verified, fromBases } of report.tasks)
    assert.ok(task.startsWith('seasons') || (verified > 0 && fromBases > 0), `${task} says nothing`) // weeks of history are needed there
})

test.run()
