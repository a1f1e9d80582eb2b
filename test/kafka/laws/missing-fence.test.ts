import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { churn } from './support/churn.ts'

test('should notice when writers do not fence each other', async () => {
  const { report, told } = await churn(true)
  assert.ok(report.zombies > 0, told)
  assert.match(told, /epoch (\d+) follows epoch \d+|consumed .* again|[1-9]\d* doubled/)
})

test.run()
