import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { newKeyPair, signingKey } from '../../../../ops/audit/audit-key.ts'
import { exportLines } from '../../../../ops/audit/export-lines.ts'
import type { AuditEntry } from '../../../../schemas/generated/records.ts'
import { chainOf, rewritten } from '../../../support/audit/chain.ts'
import { headOf } from '../../../support/audit/head.ts'
import { repositoryRoot } from '../../../support/repository.ts'

const program = join(repositoryRoot, 'ops/audit/verify-audit.mjs')
const folder = mkdtempSync(join(tmpdir(), 'homeostat-export-'))
test.after(() => rmSync(folder, { recursive: true }))

const pair = newKeyPair()
const key = signingKey(pair.privatePem, 'a test')
const keyFile = write('kept.pub', pair.publicPem)
const chain = [...chainOf(5), ...chainOf(2, 'zwölf "ä"\n')]
const heads = [headOf(chain[2], key), headOf(chain[4], key), headOf(chain[6], key)]

test('should need nothing but Node.js, and be short enough to be read', () => {
  const text = readFileSync(program, 'utf8')
  const imports = [...text.matchAll(/from '([^']+)'/g)].map(([, name]) => name)
  assert.equal(imports, ['node:crypto', 'node:fs'])
  assert.ok(text.split('\n').length < 150)
})

test('should find an untouched export whole', () => {
  const { status, out } = run(exported(chain))
  assert.is(status, 0, out)
  assert.match(out, /^The trail is whole: 7 entries, 3 signed heads\.$/m)
})

test('should find a changed byte', () => {
  const changed = chain.map((entry) => (entry.n === 2 ? { ...entry, details: { stage: 'sensE' } } : entry))
  refused(run(exported(changed)), /entry 2 was changed: it says that its hash is/)
})

test('should find a removed tail', () => {
  const short = chain.filter(({ n, tenant }) => tenant !== 'default' || n < 4)
  refused(run(exported(short)), /shows that there were 5 entries, and there are 3: the tail was removed/)
})

test('should find a removed tail by what was kept, when the heads were removed with it', () => {
  const short = exported(chain.slice(0, 3), heads.slice(0, 1))
  assert.is(run(short).status, 0, 'nothing in the export itself shows it')
  const before = write('before.ndjson', exported(chain))
  refused(run(short, before), /the entry 4 that was kept shows that there were 4 entries, and there are 3/)
  const lines = write('audit-heads.ndjson', `${heads.map((head) => JSON.stringify(head)).join('\n')}\n`)
  refused(run(short, lines), /the head of entry 5, signed .*, shows that there were 5 entries, and there are 3/)
})

test('should find entries that were moved', () => {
  const [one, two, three, ...rest] = chain
  refused(run(exported([one, three, two, ...rest])), /behind entry 1 comes entry 3: entries were removed, moved or doubled/)
})

test('should find a chain that was written anew, with all its hashes', () => {
  const own = rewritten(chainOf(5), 2, { actor: 'eve' })
  refused(
    run(exported(own, heads.slice(0, 2))),
    /the head of entry 3, .* that entry has [0-9a-f]{64}: the chain was written anew/,
  )
})

test('should trust no key but the one that was kept', () => {
  const forger = newKeyPair()
  const forged = signingKey(forger.privatePem, 'a forger')
  const own = rewritten(chainOf(5), 2, { actor: 'eve' })
  const lines = exportLines(trailOf(own, [headOf(own[4], forged)]), [], [forged], { log: 'l', at: 0 }).join('\n')
  refused(run(lines), /names a key that is not yours/)
})

test('should find a head that was changed, a line that is none, and an export that nobody has signed', () => {
  refused(run(exported(chain, [{ ...heads[0], n: 2 }])), /the head of entry 2 was changed: its signature does not fit it/)
  refused(run(`${exported(chain)}\nnot JSON`), /is no line of an export/)
  refused(run(exported(chain, [])), /Nothing here is signed/)
})

test('should say what it needs, and which file it cannot read', () => {
  assert.is(spawnSync(process.execPath, [program], { encoding: 'utf8' }).status, 2)
  const { status, stderr } = spawnSync(process.execPath, [program, join(folder, 'nothing'), keyFile], { encoding: 'utf8' })
  assert.is(status, 2)
  assert.match(stderr, /nothing cannot be read/)
})

function exported(entries: readonly AuditEntry[], own = heads): string {
  return exportLines(trailOf(entries, own), [], [key], { log: 'a log', at: 0 }).join('\n')
}

function trailOf(entries: readonly AuditEntry[], own: typeof heads) {
  return { entries: entries.map((entry, offset) => ({ offset, entry })), heads: own, faults: [] }
}

function run(text: string, ...kept: string[]) {
  const { status, stdout } = spawnSync(process.execPath, [program, write('export.ndjson', text), keyFile, ...kept], {
    encoding: 'utf8',
  })
  return { status, out: stdout }
}

function refused({ status, out }: ReturnType<typeof run>, pattern: RegExp): void {
  assert.is(status, 1, out)
  assert.match(out, pattern)
}

function write(name: string, text: string): string {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

test.run()
