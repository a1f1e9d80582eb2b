import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { HomeostatError } from '../../../../schemas/core/homeostat-error.ts'
import { problemOf } from '../../../../schemas/core/problem.ts'

test('should tell code, value, limit and remedy of a refusal', () => {
  const { status, body, headers } = problemOf(
    new HomeostatError('HS_BODY_TOO_LARGE', { value: 20, limit: 10, message: 'Too much.' }),
  )
  assert.is(status, 413)
  assert.is(headers['content-type'], 'application/problem+json')
  assert.is(headers['retry-after'], undefined)
  assert.is(body.code, 'HS_BODY_TOO_LARGE')
  assert.is(body.status, 413)
  assert.is(body.detail, 'Too much.')
  assert.is(body.value, 20)
  assert.is(body.limit, 10)
  assert.ok(body.remedy.length > 0)
})

test('should say in whole seconds when to try again, never sooner', () => {
  const retryAfter = (ms: number) => problemOf(new HomeostatError('HS_INGEST_BUSY', { retryAfterMs: ms })).headers['retry-after']
  assert.is(retryAfter(1), '1')
  assert.is(retryAfter(1000), '1')
  assert.is(retryAfter(1001), '2')
})

test('should not tell a client what a library said', () => {
  const { status, body } = problemOf(new Error('password=hunter2'))
  assert.is(status, 500)
  assert.is(body.code, 'HS_INTERNAL')
  assert.not.match(JSON.stringify(body), 'hunter2')
  assert.is(problemOf(undefined).body.code, 'HS_INTERNAL')
})

test('should give the refusals of the web framework a stable code', () => {
  const refused = (statusCode: number) => problemOf(Object.assign(new Error('refused'), { statusCode })).body.code
  assert.is(refused(413), 'HS_BODY_TOO_LARGE')
  assert.is(refused(415), 'HS_CONTENT_TYPE_UNSUPPORTED')
  assert.is(refused(404), 'HS_NOT_FOUND')
  assert.is(refused(400), 'HS_REQUEST_INVALID')
  assert.is(refused(503), 'HS_INTERNAL')
})

test('should answer 500 where the catalogue names no status', () => {
  assert.is(problemOf(new HomeostatError('HS_VERSION_FOREIGN')).status, 500)
})

test.run()
