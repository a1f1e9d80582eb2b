import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { churn } from './support/churn.ts'

test('should lose and double nothing while members come, go and stand still in the middle of commits', async () => {
  const { report, told } = await churn(false)
  assert.equal(report.complaints, [], told)
  assert.ok(report.came > 0 && report.zombies > 0, told)
  assert.is(report.tasks.length, 3)
  for (const { task, verified, fromBases } of report.tasks) assert.ok(verified > 0 && fromBases > 0, `${task} says nothing`)
})

test.run()
