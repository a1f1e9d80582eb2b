import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { isAlive, ownIdentity } from '../../../../../../streams/runtime/log/embedded/process-identity.ts'

test('should know itself to be alive', () => assert.ok(isAlive(ownIdentity())))

test('should not take a process that ended for alive', async () => {
  const child = spawn(process.execPath, ['-e', ''])
  await once(child, 'exit')
  assert.not(isAlive({ ...ownIdentity(), pid: child.pid ?? 0, started: '' }))
})

test('should not take what ran before the last boot for alive', () => assert.not(isAlive({ ...ownIdentity(), boot: 'another' })))

if (existsSync('/proc/self/stat')) {
  test('should not take a later process with the same number for the earlier one', () =>
    assert.not(isAlive({ ...ownIdentity(), started: '1' })))
}

test.run()
