import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { codeOf, HomeostatError } from '../../../../../../schemas/core/homeostat-error.ts'
import { storageError } from '../../../../../../streams/runtime/log/embedded/storage-error.ts'

test('should call every way of running out of space a full disk', () => {
  for (const code of [28, 122, 'ENOSPC', 'EDQUOT', -30792])
    assert.is(codeOf(storageError(Object.assign(new Error('x'), { code }))), 'HS_DISK_FULL')
  assert.is(codeOf(storageError(new Error('No space left on device'))), 'HS_DISK_FULL')
})

test('should name any other error of the storage and keep its cause', () => {
  const cause = Object.assign(new Error('Input/output error'), { code: 5 })
  const named = storageError(cause)
  assert.is(codeOf(named), 'HS_LOG_FAILED')
  assert.is((named as Error).cause, cause)
})

test('should let our own errors, those of tests and what is no error pass', () => {
  for (const one of [new HomeostatError('HS_LOG_LOCKED'), new Error('pulled the plug'), 'text']) assert.is(storageError(one), one)
})

test.run()
