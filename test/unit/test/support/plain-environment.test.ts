import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { plainEnvironment } from '../../../support/plain-environment.ts'

test('should keep from a started program what steers an installation, and nothing else', () => {
  const given = {
    HOMEOSTAT_KAFKA_BROKERS: 'a:1',
    HOMEOSTAT_DATA: '/b',
    POSTGRES_DSN: 'c',
    HOMEOSTAT_CACHE: '/d',
    KAFKA_BROKERS: 'e:1',
  }
  const before = { ...process.env }
  try {
    Object.assign(process.env, given)
    const plain = plainEnvironment()
    assert.equal(
      Object.keys(given).filter((name) => name in plain),
      ['HOMEOSTAT_CACHE', 'KAFKA_BROKERS'],
    )
    assert.is(plain.PATH, process.env.PATH)
  } finally {
    for (const name of Object.keys(given)) delete process.env[name]
    Object.assign(process.env, before)
  }
})

test.run()
