import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { postgresBinaries } from '../../../projections/postgres/binaries.ts'
import { chooseUser } from '../../../projections/postgres/run-as.ts'

const isRoot = process.getuid?.() === 0
const test = suite<{ folder: string; cluster: string; search: string | undefined }>('whom PostgreSQL runs as')
const testAsRoot = isRoot ? test : () => {} // only root has a choice
const testAsUser = isRoot ? () => {} : test

test.before.each((context) => {
  context.folder = mkdtempSync(path.join(tmpdir(), 'homeostat-'))
  context.cluster = path.join(context.folder, 'postgres')
  mkdirSync(context.cluster, { mode: 0o700 })
  context.search = process.env.PATH
})
test.after.each(({ folder, search }) => {
  process.env.PATH = search
  rmSync(folder, { recursive: true, force: true })
})

testAsUser('should run it directly for an ordinary user', ({ cluster }) => {
  assert.equal(chooseUser(postgresBinaries(), cluster), { prefix: [], ids: {} })
})

testAsRoot(
  'should run it as nobody for root where there are no user namespaces, if nobody can reach its folder',
  ({ folder, cluster }) => {
    forbidNamespaces(folder)
    chmodSync(folder, 0o755)
    const reachable = { ...postgresBinaries(), postgres: '/bin/true' }
    assert.equal(chooseUser(reachable, cluster), { prefix: [], ids: { uid: 65534, gid: 65534 } })
    assert.is(statSync(cluster).uid, 65534)
    process.env.PATH = String(process.env.PATH).slice(folder.length + 1)
    assert.equal(chooseUser(reachable, cluster).ids, { uid: 65534, gid: 65534 }) // its files stay nobody's
  },
)

testAsRoot('should say what to do when nobody cannot reach the folder either', ({ folder, cluster }) => {
  forbidNamespaces(folder)
  assert.throws(
    () => chooseUser(postgresBinaries(), cluster),
    (error: { code?: string }) => error.code === 'HS_DATABASE_ROOT',
  )
  assert.is(statSync(cluster).uid, 0)
})

/** An `unshare` before the real one, that fails as it does where the kernel forbids user namespaces. */
function forbidNamespaces(folder: string): void {
  writeFileSync(path.join(folder, 'unshare'), '#!/bin/sh\nexit 1\n', { mode: 0o755 })
  process.env.PATH = `${folder}:${process.env.PATH}`
}

test.run()
