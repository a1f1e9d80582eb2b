import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { isAlive } from '../../../projections/postgres/end-process.ts'
import { startPostgres } from '../../../projections/postgres/start-postgres.ts'
import { systemClock } from '../../../streams/runtime/ports/clock.ts'

const test = suite<{ folder: string }>('embedded PostgreSQL')

test.before.each((context) => {
  context.folder = mkdtempSync(path.join(tmpdir(), 'homeostat-'))
})
test.after.each(({ folder }) => rmSync(folder, { recursive: true, force: true }))

test('should answer in a folder that only this user can enter, and keep its rows over a restart', async ({ folder }) => {
  const first = await startPostgres(folder)
  await ask(first.dsn, 'CREATE TABLE kept (n integer); INSERT INTO kept VALUES (42)')
  await first.stop()
  assert.not.ok(isAlive(first.pid()))
  const second = await startPostgres(folder)
  assert.equal(await ask(second.dsn, 'SELECT n FROM kept'), [{ n: 42 }])
  assert.is(statSync(path.join(folder, 'postgres')).mode & 0o777, 0o700)
  assert.equal(await ask(second.dsn, 'SHOW listen_addresses'), [{ listen_addresses: '' }])
  await second.stop()
})

test('should ask for a password on a loopback port when the path is too long for a socket', async ({ folder }) => {
  const postgres = await startPostgres(path.join(folder, 'x'.repeat(110)))
  const url = new URL(postgres.dsn)
  assert.is(url.hostname, '127.0.0.1')
  assert.is((await ask(postgres.dsn, 'SELECT 1 AS one')).length, 1)
  url.password = 'wrong'
  await ask(url.href, 'SELECT 1').then(
    () => assert.unreachable(),
    (error) => assert.is(error.code, '28P01'),
  )
  const password = path.join(folder, 'x'.repeat(110), 'postgres', 'password')
  assert.is(statSync(password).mode & 0o777, 0o600)
  await postgres.stop()
})

test('should start again by itself after it was killed, at the same address, without losing what the disk has', async ({
  folder,
}) => {
  const postgres = await startPostgres(folder)
  await ask(postgres.dsn, 'CREATE TABLE kept (n integer); SET synchronous_commit = on; INSERT INTO kept VALUES (42)')
  const killed = postgres.pid()
  process.kill(killed, 'SIGKILL')
  await until(() => postgres.pid() !== killed)
  assert.equal(await ask(postgres.dsn, 'SELECT n FROM kept'), [{ n: 42 }])
  await postgres.stop()
})

test('should not outlive a process that was killed, or else be stopped by the next one', async ({ folder }) => {
  const { child, pid } = await startInAnotherProcess(folder)
  child.kill('SIGKILL')
  const postgres = await startPostgres(folder)
  assert.not.ok(isAlive(pid))
  assert.is((await ask(postgres.dsn, 'SELECT 1 AS one')).length, 1)
  await postgres.stop()
})

test('should not take a foreign process for a server that was left', async ({ folder }) => {
  await (await startPostgres(folder)).stop()
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
  const pidFile = path.join(folder, 'postgres', 'cluster', 'postmaster.pid')
  writeFileSync(pidFile, `${other.pid}\n${path.dirname(pidFile)}\n0\n5432\n\n\n\nready\n`, { mode: 0o600 })
  const postgres = await startPostgres(folder)
  assert.ok(isAlive(other.pid ?? 0))
  assert.is.not(postgres.pid(), other.pid)
  other.kill('SIGKILL')
  await postgres.stop()
})

test('should make a cluster of another major version anew', async ({ folder }) => {
  const first = await startPostgres(folder)
  await ask(first.dsn, 'CREATE TABLE gone (n integer)')
  await first.stop()
  writeFileSync(path.join(folder, 'postgres', 'cluster', 'PG_VERSION'), '17\n')
  const second = await startPostgres(folder)
  assert.equal(await ask(second.dsn, "SELECT to_regclass('gone')::text AS gone"), [{ gone: null }])
  await second.stop()
})

test('should say what the server said when it does not start', async ({ folder }) => {
  await (await startPostgres(folder)).stop()
  writeFileSync(path.join(folder, 'postgres', 'cluster', 'postgresql.conf'), 'no_such_setting = 1\n')
  await startPostgres(folder).then(
    () => assert.unreachable(),
    (error) => assert.equal([error.code, error.message.includes('no_such_setting')], ['HS_DATABASE_START', true]),
  )
})

test('should say what initdb said when the folder cannot be written', async ({ folder }) => {
  mkdirSync(path.join(folder, 'postgres'))
  writeFileSync(path.join(folder, 'postgres', 'cluster.new'), '')
  const postgres = await startPostgres(folder) // a file in the way of the attempt is cleared
  assert.not.ok(existsSync(path.join(folder, 'postgres', 'cluster.new')))
  await postgres.stop()
})

const script = fileURLToPath(new URL('./support/start-and-stop.ts', import.meta.url))
const nobody = { uid: 65534, gid: 65534, encoding: 'utf8', env: {} } as const
const isReachable = process.getuid?.() === 0 && spawnSync('head', ['-c', '1', script], nobody).status === 0

/** Without root every other test has shown it; nobody cannot read a repository in a folder of root alone. */
const testAsNobody = isReachable ? test : test.skip
testAsNobody('should run for an ordinary user', ({ folder }) => {
  const home = path.join(folder, 'home')
  mkdirSync(home, { mode: 0o700 })
  chownSync(home, nobody.uid, nobody.gid)
  chmodSync(folder, 0o755)
  const result = spawnSync(process.execPath, ['--import', 'tsx', script, home], nobody)
  assert.is(result.stdout.trim(), 'answered', result.stderr)
})

async function startInAnotherProcess(folder: string) {
  const script = fileURLToPath(new URL('./support/start-and-wait.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', script, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  await new Promise((resolve) => child.stdout.once('data', resolve))
  const pid = Number.parseInt(readFileSync(path.join(folder, 'postgres', 'cluster', 'postmaster.pid'), 'utf8'), 10)
  assert.ok(isAlive(pid))
  return { child, pid }
}

async function ask(dsn: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: dsn })
  client.on('error', () => {}) // the query says it too
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await systemClock.pause()
}

test.run()
