import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { memberMemory } from '../../../../ops/app/member-memory.ts'

test('should remember the last member of each group beyond the process, whatever the group is called', () => {
  const data = mkdtempSync(join(tmpdir(), 'homeostat-members-'))
  const memory = memberMemory(data)
  assert.is(memory.recall('prod/../sense'), undefined)
  memory.remember('prod/../sense', 'first')
  memory.remember('prod/../sense', 'second')
  memory.remember('signals', 'third')
  const again = memberMemory(data)
  assert.equal([again.recall('prod/../sense'), again.recall('signals')], ['second', 'third'])
  rmSync(data, { recursive: true })
})

test.run()
