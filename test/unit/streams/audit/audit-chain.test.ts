import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { entryHash, NO_HASH } from '../../../../schemas/audit/entry-hash.ts'
import { tenantOf } from '../../../../schemas/cloudevents/tenant-of.ts'
import { sha256 } from '../../../../schemas/core/sha256.ts'
import type { ActDone, AuditEntry } from '../../../../schemas/generated/records.ts'
import { ControlRequests } from '../../../../schemas/topics.ts'
import { actsOf } from '../../../../streams/audit/acts-of.ts'
import { auditChain } from '../../../../streams/audit/audit-chain.ts'
import { auditStage } from '../../../../streams/audit/audit-stage.ts'
import { inputsOf } from '../../../../streams/runtime/api/stage.ts'
import { driveProcessor, type ProcessorDriver } from '../../../../streams/runtime/testing/drive-processor.ts'
import { throughBytes } from '../../../../streams/runtime/testing/state-bytes.ts'
import { type Given, given } from '../../../../streams/runtime/testing/stored.ts'

test('should chain the acts of a tenant, whatever keys their records have', () => {
  const [first, second] = entries(
    drive().when([done({ act: 'log.reset' }, 'default/log.reset'), done({ act: 'adopt' }, 'default/x')]),
  )
  assert.equal([first.n, first.previous, first.tenant, first.act], [1, NO_HASH, 'default', 'log.reset'])
  assert.equal([second.n, second.previous, second.tenant, second.act], [2, first.hash, 'default', 'adopt'])
  for (const { hash, ...entry } of [first, second]) assert.is(hash, entryHash(entry))
})

test('should keep a chain for each tenant', () => {
  const said = entries(drive().when([done({}, 'a/x'), done({}, 'b/x'), done({}, 'a/y')]))
  assert.equal(
    said.map(({ tenant, n }) => [tenant, n]),
    [
      ['a', 1],
      ['b', 1],
      ['a', 2],
    ],
  )
  assert.is(said[2].previous, said[0].hash)
})

test('should name the record that was the act, and keep its time', () => {
  const [entry] = entries(drive().when([done({ at: 5_000 }, 'default/x')]))
  assert.equal(entry.cause, { id: 'control.requests/0/0', topic: 'control.requests', partition: 0, offset: 0 })
  assert.is(entry.at, 5_000)
})

test('should copy no secret and no long text, but their hashes', () => {
  const long = 'x'.repeat(501)
  const details = {
    version: '7',
    password: 'hunter2',
    'api-key': 'k',
    server: 'https://ann:hunter2@example.org/metrics',
    header: 'Bearer abc',
    note: long,
  }
  const [entry] = entries(drive().when([done({ details, object: 'postgres://ann:pw@db/x', by: long }, 'default/x')]))
  const hidden = (text: string) => `sha256:${sha256(text)}`
  assert.equal(
    { ...entry.details },
    {
      version: '7',
      password: hidden('hunter2'),
      'api-key': hidden('k'),
      server: hidden(details.server),
      header: hidden('Bearer abc'),
      note: hidden(long),
    },
  )
  assert.equal([entry.object, entry.actor], [hidden('postgres://ann:pw@db/x'), hidden(long)])
})

test('should tell more details than anybody reads by one hash', () => {
  const details = Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`detail ${i}`, 'x']))
  const [entry] = entries(drive().when([done({ details }, 'default/x')]))
  assert.equal(Object.keys(entry.details), ['all'])
  assert.match(entry.details.all, /^sha256:[0-9a-f]{64}$/)
})

test('should tell who asked for what, and of what they wrote only a hash', () => {
  const mute = { id: 'm1', source: 'web-*', metric: '*', until: 9_000, reason: 'Ann is on holiday', by: 'ann' }
  const [entry] = entries(drive().when([given(ControlRequests, 'MuteRequested', 'default', 1_000, mute)]))
  assert.equal([entry.act, entry.outcome, entry.actor, entry.object], ['mute', 'asked', 'ann', 'web-* *'])
  assert.equal({ ...entry.details }, { reason: `sha256:${sha256(mute.reason)}`, request: 'm1', until: '9000' })
})

test('should go on with the same chain after its state was written and read', () => {
  const before = [done({ act: 'a' }, 'default/x'), done({ act: 'b' }, 'default/x')]
  const whole = entries(drive().when([...before, done({ act: 'c' }, 'default/x')]))
  const { state } = auditChain
  const restored = throughBytes(state, { n: whole[1].n, hash: whole[1].hash })
  assert.equal(restored, { n: 2, hash: whole[2].previous })
})

test('should know every record type that may stand in what the stage reads', () => {
  const types = inputsOf(auditStage).flatMap(({ records }) => records)
  const unknown = types.filter((type) => type !== 'Tick' && !(type in actsOf))
  assert.equal(unknown, [])
})

function drive(): ProcessorDriver {
  return driveProcessor(auditChain, { stage: { side: auditStage.side, stateKey: tenantOf } })
}

function done(value: Partial<ActDone>, key: string): Given {
  const act: ActDone = { act: 'x', outcome: 'done', by: 'ann', object: 'o', details: {}, at: 1_000, ...value }
  return given(ControlRequests, 'ActDone', key, act.at, act)
}

function entries(driver: ProcessorDriver): AuditEntry[] {
  return driver.outputs().flatMap(({ type, value }) => (type === 'AuditEntry' ? [value] : []))
}

test.run()
