import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { failed, ok } from '../../../../ops/doctor/check.ts'
import { apiPort } from '../../../../ops/doctor/checks/api-port.ts'
import { dataFolder } from '../../../../ops/doctor/checks/data-folder.ts'
import { database } from '../../../../ops/doctor/checks/database.ts'
import { freeSpace } from '../../../../ops/doctor/checks/free-space.ts'
import { prometheus } from '../../../../ops/doctor/checks/prometheus.ts'
import { checks } from '../../../../ops/doctor/checks.ts'
import { prerequisiteReport } from '../../../../ops/doctor/prerequisite-report.ts'
import { runChecks } from '../../../../ops/doctor/run-checks.ts'
import { standIn, vector } from '../../connectors/sources/prometheus/stand-in.ts'

const folder = mkdtempSync(join(tmpdir(), 'doctor-'))
const context = { data: folder, port: 0, env: {} }
test.after(() => rmSync(folder, { recursive: true }))

test('should have a remedy for everything that is not well on this machine', async () => {
  for await (const { name, state, says, remedy } of runChecks(checks, context)) {
    assert.ok(says.length > 0, name)
    assert.is(remedy === undefined, state === 'ok', name)
  }
})

test('should go on after a check that throws', async () => {
  const list = [
    { name: 'throws', run: () => Promise.reject(new Error('boom')) },
    { name: 'fine', run: () => ok('yes') },
  ]
  const found = []
  for await (const checked of runChecks(list, context)) found.push(checked)
  assert.equal(found, [
    { name: 'throws', ...failed('could not be checked: boom', 'Report this; the other checks hold.') },
    { name: 'fine', state: 'ok', says: 'yes' },
  ])
})

test('should notice a folder that others may enter, and accept one that is not there', async () => {
  chmodSync(folder, 0o755)
  assert.is((await dataFolder.run(context)).state, 'warning')
  chmodSync(folder, 0o700)
  assert.is((await dataFolder.run(context)).state, 'ok')
  assert.match((await dataFolder.run({ ...context, data: join(folder, 'a', 'b') })).says, /will be made/)
})

test('should judge free space by the marks of the process itself', async () => {
  const far = '100000000000000'
  const found = async (env: Record<string, string>) => freeSpace.run({ ...context, env })
  const none = { HOMEOSTAT_DISK_LOW_BYTES: '0', HOMEOSTAT_DISK_REFUSE_BYTES: '0', HOMEOSTAT_RAW_BYTES: '10000000' }
  assert.is((await found(none)).state, 'ok')
  const low = await found({ ...none, HOMEOSTAT_DISK_LOW_BYTES: far })
  assert.equal([low.state, /Telemetry is refused below 0\. \[HS_DISK_LOW\]$/.test(low.says)], ['warning', true], low.says)
  const refused = await found({ ...none, HOMEOSTAT_DISK_REFUSE_BYTES: far })
  assert.equal([refused.state, /until there is more\. \[HS_DISK_LOW\]$/.test(refused.says)], ['failed', true], refused.says)
  assert.match((await found({ ...none, HOMEOSTAT_RAW_BYTES: far })).says, /the log and the database may need/)
  const onKafka = { ...none, HOMEOSTAT_DISK_REFUSE_BYTES: far, HOMEOSTAT_KAFKA_BROKERS: '127.0.0.1:1' }
  assert.is((await found(onKafka)).state, 'ok')
  const wrong = await found({ HOMEOSTAT_DISK_LOW_BYTES: 'much' })
  assert.equal([wrong.state, /HS_CONFIG_INVALID/.test(wrong.says)], ['failed', true], wrong.says)
})

test('should say what a Prometheus server answers, and nothing where none is to be asked', async () => {
  assert.match((await prometheus.run(context)).says, /not used/)
  const nobody = await prometheus.run({ ...context, prometheus: 'http://127.0.0.1:1' })
  assert.is(nobody.state, 'failed')
  assert.match(nobody.says, /HS_PROM_UNREACHABLE/)
  const server = await standIn(vector([{}, '1']))
  const found = await prometheus.run({ ...context, prometheus: server.url })
  assert.equal([found.state, /looked for at start/.test(found.says)], ['ok', true])
  server.answer((_, response) => response.writeHead(200, { date: new Date(0).toUTCString() }).end(EMPTY))
  const skewed = await prometheus.run({ ...context, prometheus: server.url })
  assert.equal([skewed.state, /behind this one/.test(skewed.says)], ['warning', true])
  await server.close()
})

const EMPTY = '{"status":"success","data":{"resultType":"vector","result":[]}}'

test('should notice a port in use', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const found = await apiPort.run({ ...context, port })
  server.close()
  assert.is(found.state, 'failed')
  assert.match(found.says, new RegExp(`${port} .*EADDRINUSE`))
})

test('should say nothing of a DSN but that it cannot be reached', async () => {
  const found = await database.run({ ...context, env: { POSTGRES_DSN: 'postgres://me:secret-word@127.0.0.1:1/none' } })
  assert.is(found.state, 'failed')
  assert.not.match(JSON.stringify(found), /secret-word|127\.0\.0\.1/)
})

test('should tell which prerequisites are there and never what they hold', () => {
  const report = prerequisiteReport({ VECTOR_DB_URL: 'secret-word', GITHUB_TOKEN: '', S3_BUCKET: 'secret-word' }, 0)
  assert.equal(report.present, ['MILVUS_ENDPOINT or VECTOR_DB_URL', 'S3_BUCKET'])
  assert.equal(report.missing, ['POSTGRES_DSN', 'PROM_URL', 'VAULT_ADDR', 'VAULT_ROLE', 'OPENAI_KEY', 'GITHUB_TOKEN'])
  assert.is(report.details.find(({ anyOf }) => anyOf.includes('GITHUB_TOKEN'))?.state, 'BLOCKED')
  assert.is(report.details.find(({ anyOf }) => anyOf.includes('PROM_URL'))?.state, 'disabled')
  assert.not.match(JSON.stringify(report), /secret-word/)
  const names = report.details.flatMap(({ anyOf }) => anyOf)
  fc.assert(
    fc.property(fc.subarray([...names]), (set) => {
      const env = Object.fromEntries(set.map((name) => [name, 'secret-word']))
      const { present, missing } = prerequisiteReport(env, 0)
      assert.is(present.length + missing.length, report.details.length)
    }),
  )
})

test.run()
