import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { openInstallation } from '../../../ops/app/open-installation.ts'
import { stages } from '../../../ops/app/stages.ts'
import { newKeyPair, signingKey } from '../../../ops/audit/audit-key.ts'
import { headSigner } from '../../../ops/audit/head-signer.ts'
import { noteActs } from '../../../ops/audit/note-acts.ts'
import { readTrail } from '../../../ops/audit/read-trail.ts'
import { verifyTrail } from '../../../ops/audit/verify-trail.ts'
import { logFolder } from '../../../ops/cli/instance/data-folder.ts'
import { readInstallation } from '../../../ops/cli/instance/read-installation.ts'
import type { AuditEntry } from '../../../schemas/generated/records.ts'
import { AuditEntries } from '../../../schemas/topics.ts'
import { openStore, type Store } from '../../../streams/runtime/log/embedded/store.ts'
import { systemClock } from '../../../streams/runtime/ports/clock.ts'
import { rewritten } from '../../support/audit/chain.ts'
import { scratchFolder } from '../ordeal/support/running-app.ts'
import { foldAll } from './support/fold-all.ts'

const folder = scratchFolder()
const untouched = join(folder.path, 'untouched')
const key = signingKey(newKeyPair().privatePem, 'a test')
const entries = await signedTrail()
test.after(folder.remove)

test('should find the trail of an untouched data folder whole', async () => {
  assert.equal(
    entries.map(({ n, actor }) => [n, actor]),
    [
      [1, 'ann'],
      [2, 'bob'],
      [3, 'cat'],
    ],
  )
  const { faults, notes, heads } = await verified(untouched)
  assert.equal([faults, notes, heads], [[], ['The read model was not compared: it is not looked at here.'], 1])
})

test('should find a changed byte in the files of the log', async () => {
  const { faults } = await tampered((store) => replaceIn(store, [['bob', 'eve']]))
  assert.is(faults.length, 1)
  assert.match(faults[0], /^Entry 2 was changed/)
})

test('should find a tail that was removed from the files of the log', async () => {
  const { faults } = await tampered((store) => {
    const [last] = batchesOf(store).slice(-1)
    store.batches.remove(last.key)
  })
  assert.is(faults.length, 1)
  assert.match(faults[0], /shows that there were 3 entries, and there are 2: the tail was removed/)
})

test('should find batches that were exchanged in the files of the log', async () => {
  const { faults } = await tampered((store) => {
    const [first, second] = batchesOf(store)
    store.batches.put(first.key, second.value)
    store.batches.put(second.key, first.value)
  })
  assert.match(faults[0], /^Behind entry 0 comes entry 2: entry 1 is missing there/)
  assert.match(faults[1], /^Entry 1 stands behind entry 2/)
})

test('should find a chain that was written anew in the files of the log, hashes and all', async () => {
  const forged = rewritten(entries, 2, { actor: 'eve' })
  const hashes = entries.map(({ hash }, i): [string, string] => [hash, forged[i].hash])
  const { faults } = await tampered((store) => replaceIn(store, [['bob', 'eve'], ...hashes]))
  assert.is(faults.length, 1)
  assert.match(faults[0], /^The head of entry 3 in the log, .*: the chain was written anew\.$/)
})

test('should find bytes that are no record any more', async () => {
  const { faults } = await tampered((store) => {
    for (const { key: place, value } of batchesOf(store)) store.batches.put(place, value.subarray(0, 10))
  })
  assert.ok(faults.some((fault) => /^audit\.entries cannot be read/.test(fault)))
  assert.ok(faults.some((fault) => /the tail was removed/.test(fault)))
})

/** Three acts, each in a batch of its own, and a head over them. */
async function signedTrail(): Promise<readonly AuditEntry[]> {
  const installation = await openInstallation(untouched, stages)
  const { log, codec } = installation
  for (const by of ['ann', 'bob', 'cat']) {
    const act = { act: 'test', outcome: 'done', by, object: 'x', at: Date.UTC(2026, 0, 31) } as const
    await foldAll(installation, {
      stages: stages.filter(({ name }) => name === 'audit'),
      meanwhile: () => noteActs(log, codec, [act]),
    })
  }
  await headSigner({ log, codec, clock: systemClock }, key).sign()
  const trail = await readTrail(log, codec)
  await log.close()
  return trail.entries.map(({ entry }) => entry)
}

function verified(data: string) {
  return readInstallation(data, async ({ log, codec }) =>
    verifyTrail({ trail: await readTrail(log, codec), kept: [], keys: [key], table: 'it is not looked at here.' }),
  )
}

/** What is found in a copy of the folder in whose files somebody has changed something. */
async function tampered(change: (store: Store) => void) {
  const data = join(folder.path, 'tampered')
  rmSync(data, { recursive: true, force: true })
  cpSync(untouched, data, { recursive: true })
  const store = openStore(logFolder(data), false)
  store.root.transactionSync(() => change(store))
  await store.root.close()
  return verified(data)
}

function batchesOf(store: Store) {
  const topic = store.topics.get(AuditEntries.name)?.number ?? Number.NaN // none is found then
  return [...store.batches.getRange({ start: [topic], end: [topic, Number.POSITIVE_INFINITY] })].map(({ key: place, value }) => ({
    key: place,
    value: Buffer.from(value),
  }))
}

/** Exchanges texts of the same length, wherever they stand. */
function replaceIn(store: Store, pairs: readonly (readonly [string, string])[]): void {
  for (const { key: place, value } of batchesOf(store)) {
    const text = pairs.reduce((bytes, [from, to]) => bytes.replaceAll(from, to), value.toString('latin1'))
    store.batches.put(place, Buffer.from(text, 'latin1'))
  }
}

test.run()
