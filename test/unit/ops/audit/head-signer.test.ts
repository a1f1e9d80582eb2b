import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { newKeyPair, signingKey } from '../../../../ops/audit/audit-key.ts'
import { type HeadSigner, headSigner } from '../../../../ops/audit/head-signer.ts'
import { headText } from '../../../../schemas/audit/head-text.ts'
import { codeOf, HomeostatError } from '../../../../schemas/core/homeostat-error.ts'
import type { AuditEntry, AuditHead } from '../../../../schemas/generated/records.ts'
import { AuditCheckpoints, AuditEntries } from '../../../../schemas/topics.ts'
import type { Log } from '../../../../streams/runtime/log/log.ts'
import { readDecoded } from '../../../../streams/runtime/state/read-decoded.ts'
import { chainOf, hashed, rewritten } from '../../../support/audit/chain.ts'
import { createWorld, NOON, type World } from '../../projections/support/world.ts'

const key = signingKey(newKeyPair().privatePem, 'a test')
const clock = { now: () => NOON, sleep: async () => {}, pause: async () => {} }

test('should sign the newest entry of each chain, once', async () => {
  const { world, signer } = await audited([...chainOf(3), ...chainOf(2, 'other')])
  const heads = await signer.sign()
  assert.equal(
    heads.map(({ tenant, n, at, key: by }) => [tenant, n, at, by]),
    [
      ['default', 3, NOON, key.id],
      ['other', 2, NOON, key.id],
    ],
  )
  for (const head of heads) assert.ok(key.hasSigned(headText(head), head.signature))
  assert.equal(await headsOf(world), heads)
  assert.equal(await signer.sign(), [])
})

test('should sign again when the chain has grown, also after a restart', async () => {
  const chain = chainOf(5)
  const { world, signer } = await audited(chain.slice(0, 2))
  await signer.sign()
  await append(world, chain.slice(2, 4))
  assert.equal(numbers(await signer.sign()), [4])
  const after = headSigner({ ...world, clock }, key)
  assert.equal(await after.sign(), [])
  await append(world, chain.slice(4))
  assert.equal(numbers(await after.sign()), [5])
})

test('should sign once when two processes sign in turn', async () => {
  const { world, signer } = await audited(chainOf(2))
  const other = headSigner({ ...world, clock }, signingKey(newKeyPair().privatePem, 'another'))
  const both = await Promise.allSettled([signer.sign(), other.sign()])
  for (const one of both) assert.ok(one.status === 'fulfilled' || codeOf(one.reason) === 'HS_LOG_FENCED')
  assert.equal(numbers(await headsOf(world)), [2])
})

test('should sign nothing any more once the chain does not hold', async () => {
  const chain = chainOf(3)
  const { world, signer } = await audited(chain.slice(0, 2))
  await signer.sign()
  await append(world, [{ ...chain[2], actor: 'eve' }])
  const message = await refusal(signer.sign())
  assert.match(message, /Entry 3 was changed/)
  assert.is(await refusal(signer.sign()), message)
  assert.equal(numbers(await headsOf(world)), [2])
})

test('should not sign a chain that is not the one that was signed', async () => {
  const chain = chainOf(3)
  const { world, signer } = await audited(chain)
  await signer.sign()
  const [head] = await headsOf(world)
  const elsewhere = await audited([...rewritten(chain, 2, { actor: 'eve' }), hashed({ ...chain[2], n: 4 })].slice(0, 3))
  await elsewhere.world.append(AuditCheckpoints, 'AuditHead', [head])
  assert.match(await refusal(elsewhere.signer.sign()), /Entry 3 of default was signed with the hash/)
  const shorter = await audited(chain.slice(0, 2))
  await shorter.world.append(AuditCheckpoints, 'AuditHead', [head])
  assert.match(await refusal(shorter.signer.sign()), /now has none/)
})

test('should go on where the log could not be read, and sign nothing twice', async () => {
  const chain = chainOf(4)
  const { world, signer } = await audited(chain.slice(0, 3))
  await signer.sign()
  let refusals = 0
  const log: Log = {
    ...world.log,
    async read(topic, partition, from, options) {
      if (topic === AuditEntries.name && refusals++ % 2 === 0) throw new HomeostatError('HS_DISK_FULL')
      return world.log.read(topic, partition, from, { ...options, maxBytes: 1 }) // entry by entry, each at the second attempt
    },
  }
  const other = headSigner({ ...world, log, clock }, key)
  assert.equal(await signed(other), [])
  await append(world, chain.slice(3))
  assert.equal(numbers(await signed(other)), [4])
  assert.equal(numbers(await headsOf(world)), [3, 4])
})

/** Signs, again and again as long as the log refuses. */
async function signed(signer: HeadSigner): Promise<readonly AuditHead[]> {
  for (;;) {
    try {
      return await signer.sign()
    } catch (error) {
      assert.is(codeOf(error), 'HS_DISK_FULL')
    }
  }
}

async function audited(entries: readonly AuditEntry[]) {
  const world = await createWorld()
  await append(world, entries)
  return { world, signer: headSigner({ ...world, clock }, key) }
}

function append(world: World, entries: readonly AuditEntry[]): Promise<void> {
  return world.append(AuditEntries, 'AuditEntry', entries)
}

async function headsOf({ log, codec }: World) {
  const heads = []
  for await (const { decoded } of readDecoded(log, codec, AuditCheckpoints.name, 0, 0)) {
    if (decoded?.type === 'AuditHead') heads.push(decoded.value)
  }
  return heads
}

function numbers(heads: readonly { readonly n: number }[]): number[] {
  return heads.map(({ n }) => n)
}

async function refusal(signing: Promise<unknown>): Promise<string> {
  return signing.then(
    () => assert.unreachable(),
    (error) => {
      assert.is(codeOf(error), 'HS_AUDIT_BROKEN')
      return error.message
    },
  )
}

test.run()
