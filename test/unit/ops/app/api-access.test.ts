import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { apiAccess } from '../../../../ops/app/api-access.ts'
import { HomeostatError } from '../../../../schemas/core/homeostat-error.ts'

const folder = mkdtempSync(join(tmpdir(), 'homeostat-access-'))
test.after(() => rmSync(folder, { recursive: true, force: true }))

test('should listen on this machine alone and ask for nothing, unless it is told otherwise', () => {
  assert.equal(apiAccess({}), { host: '127.0.0.1', token: undefined })
  assert.equal(apiAccess({ HOMEOSTAT_API_HOST: '', HOMEOSTAT_API_TOKEN: '' }), { host: '127.0.0.1', token: undefined })
})

test('should take the token from the environment or from a file, the file first', () => {
  const file = join(folder, 'token')
  writeFileSync(file, '0123456789abcdef\n')
  assert.is(apiAccess({ HOMEOSTAT_API_TOKEN: 'fedcba9876543210' }).token, 'fedcba9876543210')
  const both = { HOMEOSTAT_API_HOST: '::', HOMEOSTAT_API_TOKEN: 'fedcba9876543210', HOMEOSTAT_API_TOKEN_FILE: file }
  assert.equal(apiAccess(both), { host: '::', token: '0123456789abcdef' })
})

test('should refuse a token that can be guessed or that no header can hold, and not tell it', () => {
  const empty = join(folder, 'empty')
  writeFileSync(empty, '\n')
  for (const env of [
    { HOMEOSTAT_API_TOKEN: 'hunter2' },
    { HOMEOSTAT_API_TOKEN: 'hunter2 hunter2 hunter2' },
    { HOMEOSTAT_API_TOKEN: 'hunter2-Größenwahn-hunter2' },
    { HOMEOSTAT_API_TOKEN_FILE: empty },
  ]) {
    const error = caught(() => apiAccess(env))
    assert.is(error.code, 'HS_CONFIG_INVALID')
    assert.not.match(`${error.message} ${error.value}`, 'hunter2')
  }
  assert.is(caught(() => apiAccess({ HOMEOSTAT_API_TOKEN_FILE: join(folder, 'none') })).code, 'HS_FILE_UNREADABLE')
})

function caught(act: () => unknown): HomeostatError {
  try {
    act()
  } catch (error) {
    if (error instanceof HomeostatError) return error
  }
  throw new Error('nothing was refused')
}

test.run()
