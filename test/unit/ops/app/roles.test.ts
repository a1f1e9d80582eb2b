import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { allRoles, checkRoles, parseRoles } from '../../../../ops/app/roles.ts'
import { codeOf } from '../../../../schemas/core/homeostat-error.ts'

test('should read roles in any order, each once', () => {
  assert.equal(parseRoles('api, sources,api'), ['sources', 'api'])
})

test('should name a role that does not exist', () => {
  for (const text of ['', 'api,', 'stage', 'API'])
    assert.is(
      codeFrom(() => parseRoles(text)),
      'HS_USAGE',
      text,
    )
})

test('should part roles only where processes share a log', () => {
  checkRoles(allRoles, 'embedded', undefined)
  checkRoles(['stages'], 'kafka', undefined)
  assert.is(
    codeFrom(() => checkRoles(['stages'], 'embedded', 'postgres://…')),
    'HS_ROLES_APART',
  )
})

test('should want a shared database when API and projections are apart', () => {
  checkRoles(['projections', 'api'], 'kafka', undefined)
  checkRoles(['api'], 'kafka', 'postgres://…')
  for (const role of ['api', 'projections'] as const) {
    assert.is(
      codeFrom(() => checkRoles([role], 'kafka', undefined)),
      'HS_ROLES_APART',
    )
  }
})

function codeFrom(work: () => unknown): string {
  try {
    work()
    return 'none'
  } catch (error) {
    return codeOf(error)
  }
}

test.run()
