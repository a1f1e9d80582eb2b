import { readFileSync } from 'node:fs'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { errorCatalogue, errorDomains } from '../../../../schemas/core/error-catalogue.ts'
import { codeOf, HomeostatError } from '../../../../schemas/core/homeostat-error.ts'
import { renderErrors } from '../../../../schemas/core/render-errors.ts'

test('should be what stands in the reference', () => {
  const stands = readFileSync(new URL('../../../../docs/reference/errors.md', import.meta.url), 'utf8')
  assert.ok(stands === renderErrors(), 'docs/reference/errors.md is stale: run `node --import tsx schemas/core/errors-page.ts`')
})

test('should name each code once', () => {
  const codes = Object.values(errorDomains).flatMap((entries) => Object.keys(entries))
  assert.equal([...codes].sort(), Object.keys(errorCatalogue).sort())
  for (const code of codes) assert.is(renderErrors().split(`\`${code}\` |`).length, 2, code)
})

test('should have a code, a sentence and a remedy for every error', () => {
  for (const [code, { says, remedy, status }] of Object.entries(errorCatalogue)) {
    assert.match(code, /^HS_[A-Z]+(_[A-Z]+)*$/)
    assert.match(says, /^\S.*\.$/)
    assert.match(remedy, /^\S.*[.)]$/)
    assert.ok(status === undefined || (status >= 400 && status < 600), code)
  }
})

test('should carry code, value, limit and cause in an error', () => {
  const cause = new Error('why')
  const error = new HomeostatError('HS_FRAME_EMPTY', { value: 0, limit: 1, cause })
  assert.equal(
    [error.code, error.message, error.value, error.limit, error.cause],
    ['HS_FRAME_EMPTY', 'The frame has no metrics.', 0, 1, cause],
  )
  assert.is(codeOf(error), 'HS_FRAME_EMPTY')
  assert.is(codeOf(cause), 'HS_INTERNAL')
})

test.run()
