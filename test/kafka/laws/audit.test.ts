import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { OpenedInstallation } from '../../../ops/app/installation.ts'
import { openInstallation } from '../../../ops/app/open-installation.ts'
import { newKeyPair, type SigningKey, signingKey } from '../../../ops/audit/audit-key.ts'
import { exportLines } from '../../../ops/audit/export-lines.ts'
import { type HeadSigner, headSigner } from '../../../ops/audit/head-signer.ts'
import { noteActs } from '../../../ops/audit/note-acts.ts'
import { readTrail } from '../../../ops/audit/read-trail.ts'
import { verifyTrail } from '../../../ops/audit/verify-trail.ts'
import { folded } from '../../../ops/prove/folded.ts'
import { configure } from '../../../schemas/core/config.ts'
import type { AuditEntry, AuditHead } from '../../../schemas/generated/records.ts'
import { AuditCheckpoints, AuditEntries } from '../../../schemas/topics.ts'
import { auditStage } from '../../../streams/audit/audit-stage.ts'
import { systemClock } from '../../../streams/runtime/ports/clock.ts'
import { noFailpoint } from '../../../streams/runtime/ports/failpoint.ts'
import { type RunningStage, runStage } from '../../../streams/runtime/supervise/run-stage.ts'
import type { TaskObserver } from '../../../streams/runtime/task/observer.ts'
import { taskConfig } from '../../../streams/runtime/task/settings.ts'
import { until } from '../../integration/ordeal/support/until.ts'
import { rewritten } from '../../support/audit/chain.ts'
import { startKafka } from '../../support/kafka/start-kafka.ts'

const nothing = () => {}
const nobody: TaskObserver = {
  ...{ phase: nothing, restoring: nothing, committed: nothing, advanced: nothing, alive: nothing },
  failed(error) {
    console.error(error)
  },
}

const kafka = await startKafka()
const folder = mkdtempSync(join(tmpdir(), 'homeostat-audit-'))
const opened: OpenedInstallation[] = []
const keys = [0, 1].map(() => signingKey(newKeyPair().privatePem, 'a test'))
const prefix = `${randomUUID()}.`
const ann = await member(keys[0])
const bob = await member(keys[1])
let entries: readonly AuditEntry[] = []
let heads: readonly AuditHead[] = []
test.after(async () => {
  await Promise.all(opened.map(({ log }) => log.close()))
  await kafka.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('should go on with one chain when the task of the audit moves to another process, and sign each entry once', async () => {
  for (const act of ['first', 'second']) await did(ann, act)
  const both = await Promise.allSettled([ann.signer.sign(), bob.signer.sign()])
  assert.ok(
    both.some(({ status }) => status === 'fulfilled'),
    'nobody could sign',
  )
  await ann.stage.stop()
  await did(bob, 'third')
  await bob.signer.sign()
  await bob.stage.stop()
  const trail = await readTrail(bob.log, bob.codec)
  entries = trail.entries.map(({ entry }) => entry)
  heads = trail.heads
  assert.equal(
    entries.map(({ n, object }) => [n, object]),
    [
      [1, 'first'],
      [2, 'second'],
      [3, 'third'],
    ],
  )
  assert.equal(
    heads.map(({ n }) => n),
    [2, 3],
  )
  assert.is(heads[1].key, keys[1].id)
  const { faults, notes } = verifyTrail({ trail, kept: [], keys, table: 'it is not looked at here.' })
  assert.equal([faults, notes], [[], ['The read model was not compared: it is not looked at here.']])
})

test('should find it whole with the verifier that stands alone, when it is given the keys of both processes', async () => {
  const [file, pub] = [join(folder, 'audit.ndjson'), join(folder, 'audit.pub')]
  const lines = exportLines(await readTrail(bob.log, bob.codec), [], keys, { log: bob.log.id, at: 0 })
  writeFileSync(file, `${lines.join('\n')}\n`)
  writeFileSync(pub, keys.map(({ pem }) => pem).join(''))
  assert.match(execFileSync(process.execPath, [VERIFIER, file, pub], { encoding: 'utf8' }), /3 entries/)
})

const tampers: readonly [string, () => readonly AuditEntry[], RegExp][] = [
  ['a changed entry', () => entries.map((entry) => (entry.n === 2 ? { ...entry, actor: 'eve' } : entry)), /^Entry 2 was changed/],
  [
    'a tail that was removed',
    () => entries.slice(0, 2),
    /shows that there were 3 entries, and there are 2: the tail was removed/,
  ],
  [
    'entries that were moved',
    () => [entries[1], entries[0], entries[2]],
    /^Behind entry 0 comes entry 2: entry 1 is missing there/,
  ],
  ['a chain that was written anew', () => rewritten(entries, 2, { actor: 'eve' }), /the chain was written anew\.$/],
]
for (const [what, forge, told] of tampers) {
  test(`should find ${what} in topics that somebody has made again`, async () => {
    const { log, codec } = await open(`${randomUUID()}.`)
    const write = (topic: string, values: readonly Buffer[]) =>
      log.append(values.map((value) => ({ topic, partition: 0, key: Buffer.from('default/audit'), value })))
    await write(
      AuditEntries.name,
      forge().map((entry) => codec.encode('AuditEntry', entry)),
    )
    await write(
      AuditCheckpoints.name,
      heads.map((head) => codec.encode('AuditHead', head)),
    )
    const { faults } = verifyTrail({ trail: await readTrail(log, codec), kept: [], keys, table: '' })
    assert.match(faults[0], told)
  })
}

const VERIFIER = fileURLToPath(new URL('../../../ops/audit/verify-audit.mjs', import.meta.url))

interface Member extends OpenedInstallation {
  readonly signer: HeadSigner
  readonly stage: RunningStage
}

/** A process that may have the task of the audit, with a key of its own. */
async function member(key: SigningKey): Promise<Member> {
  const installation = await open(prefix)
  const ports = { ...installation, clock: systemClock, failpoint: noFailpoint }
  const settings = configure('task', taskConfig, { commitIntervalMs: 5, idleCommitMs: 20 })
  const owner = { version: 'v1', host: 'test', adopt: undefined }
  const stage = await runStage({ stage: auditStage, partitions: 1, owner, settings, ports, observer: () => nobody })
  return { ...installation, signer: headSigner(ports, key), stage }
}

async function open(below: string): Promise<OpenedInstallation> {
  const settings = { brokers: kafka.brokers, prefix: below, id: 'audit', sessionTimeoutMs: 3_000 }
  const installation = await openInstallation({ kind: 'kafka', data: folder, settings, registry: undefined, partitions: 1 }, [
    auditStage,
  ])
  opened.push(installation)
  return installation
}

/** Somebody does something, and it is written down. */
async function did({ log, codec }: Member, object: string): Promise<void> {
  await noteActs(log, codec, [{ act: 'test', outcome: 'done', by: 'ann', object, at: Date.UTC(2026, 0, 31) }])
  await until(`${object} is written down`, folded({ log, codec }, [auditStage], 1))
}

test.run()
