import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { describeError } from '../../../../ops/cli/describe-error.ts'
import { exitCodeOf } from '../../../../ops/cli/exit-codes.ts'
import { type ErrorCode, errorCatalogue } from '../../../../schemas/core/error-catalogue.ts'
import { HomeostatError } from '../../../../schemas/core/homeostat-error.ts'

test('should end with 2 for what was not understood, 3 for what may succeed later, 1 otherwise', () => {
  const cases: [ErrorCode, number][] = [
    ['HS_USAGE', 2],
    ['HS_NOT_CONFIRMED', 2],
    ['HS_NOT_RUNNING', 3],
    ['HS_API_UNREACHABLE', 3],
    ['HS_INGEST_BUSY', 3],
    ['HS_DATABASE_UNAVAILABLE', 3],
    ['HS_LOG_LOCKED', 1],
    ['HS_FRAME_EMPTY', 1],
  ]
  for (const [code, exit] of cases) assert.is(exitCodeOf(new HomeostatError(code)), exit, code)
  assert.is(exitCodeOf(new Error('?')), 1)
})

test('should say what is wrong, why, what to do, and the code at the end', () => {
  const { says, remedy } = errorCatalogue.HS_DISK_FULL
  assert.is(describeError(new HomeostatError('HS_DISK_FULL'), false), `${says}\n  What to do: ${remedy} [HS_DISK_FULL]`)
  const told = describeError(new HomeostatError('HS_DISK_FULL', { message: 'ENOSPC.' }), false)
  assert.is(told, `${says}\n  ENOSPC.\n  What to do: ${remedy} [HS_DISK_FULL]`)
})

test('should name what has no name, without its stack', () => {
  const told = describeError(new TypeError('x is not a function'), false)
  assert.match(told, /x is not a function\n.*HOMEOSTAT_DEBUG=1.*\[HS_INTERNAL\]$/)
  assert.match(describeError('text', false), /\n {2}text\n/)
})

test('should show the stack and the causes to those who ask', () => {
  const told = describeError(new HomeostatError('HS_INTERNAL', { cause: new Error('below') }), true)
  assert.match(told, /\n\s+at .*[\s\S]*caused by Error: below\n\s+at /)
})

test.run()
