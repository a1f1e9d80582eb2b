import { readFileSync } from 'node:fs'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { renderReference } from '../../../../ops/cli/render-reference.ts'

test('should have a reference page of the commands as they are', async () => {
  const page = readFileSync(new URL('../../../../docs/reference/cli.md', import.meta.url), 'utf8')
  assert.is(await renderReference(), page, 'run `node --import tsx ops/cli/reference-page.ts`')
})

test.run()
