import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { readSourcePlans } from '../../../../ops/config/read-source-plans.ts'
import type { ErrorCode } from '../../../../schemas/core/error-catalogue.ts'
import { HomeostatError } from '../../../../schemas/core/homeostat-error.ts'

const folder = mkdtempSync(join(tmpdir(), 'prometheus-plans-'))
test.after(() => rmSync(folder, { recursive: true }))

const file = join(folder, 'sources.yaml')

function plansOf(text: string, env: Record<string, string> = {}) {
  writeFileSync(file, text)
  return readSourcePlans(file, 'nowhere', env)
}

async function refused(text: string, code: ErrorCode, message: RegExp): Promise<void> {
  const error = await plansOf(text).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  assert.instance(error, HomeostatError, text)
  assert.equal([(error as HomeostatError).code, text], [code, text])
  assert.match((error as HomeostatError).message, message)
}

const whole = `
prometheus:
  - name: prod
    url: https://prometheus.example:9090/base/
    tenant: team-a
    tokenFile: token
    queries:
      - name: error_rate
        expression: sum by (job) (rate(http_requests_total{code=~"5.."}[5m]))
        unit: 1/s
        direction: up
        groupBy: [job]
      - { name: my_own, expression: up }
`

test('should read servers and queries, with files beside the file and defaults for the rest', async () => {
  writeFileSync(join(folder, 'token'), 'abc\n')
  const {
    prometheus: [plan],
  } = await plansOf(whole)
  assert.equal([plan.name, plan.everyMs, plan.timeoutMs], ['prod', 15_000, 10_000])
  assert.equal([plan.server.url, plan.server.tenant], ['https://prometheus.example:9090/base', 'team-a'])
  assert.equal(
    plan.queries.map(({ name, groupBy }) => [name, ...groupBy]),
    [
      ['error_rate', 'job'],
      ['my_own', 'instance'],
    ],
  )
  assert.is(plan.server.authorization(), 'Bearer abc')
  writeFileSync(join(folder, 'token'), 'renewed')
  assert.is(plan.server.authorization(), 'Bearer renewed', 'a token that is renewed is used at once')
})

test('should take passwords from the environment, and a file that is JSON', async () => {
  const text = JSON.stringify({ prometheus: [{ url: 'http://localhost:9090', username: 'me', passwordEnv: 'SECRET' }] })
  const {
    prometheus: [plan],
  } = await plansOf(text, { SECRET: 'pässword' })
  assert.is(plan.server.authorization(), `Basic ${Buffer.from('me:pässword').toString('base64')}`)
  const {
    prometheus: [without],
  } = await plansOf(text)
  assert.throws(
    () => without.server.authorization(),
    (error: unknown) => error instanceof HomeostatError && error.code === 'HS_PROM_UNAUTHORIZED' && /SECRET/.test(error.message),
  )
})

test('should refuse what cannot be meant, and say where', async () => {
  const server = (more: string) => `prometheus: [{ url: 'http://h:9090', ${more} }]`
  await refused('prometheus: [', 'HS_CONFIG_INVALID', /line 1/)
  await refused('promteheus: []', 'HS_CONFIG_INVALID', /promteheus/)
  await refused('prometheus: [{ url: nonsense }]', 'HS_CONFIG_INVALID', /url must be/)
  await refused('prometheus: [{}]', 'HS_CONFIG_INVALID', /url must be/)
  await refused(server('everyMs: 5'), 'HS_CONFIG_INVALID', /everyMs/)
  await refused(server('everyMs: 5000, timeoutMs: 5000'), 'HS_CONFIG_INVALID', /must be less than everyMs/)
  await refused(server('tokenFile: a, tokenEnv: b'), 'HS_CONFIG_INVALID', /exclude each other/)
  await refused(server('tokenEnv: a, username: b, passwordEnv: c'), 'HS_CONFIG_INVALID', /exclude each other/)
  await refused(server('username: b'), 'HS_CONFIG_INVALID', /belong together/)
  await refused(server('caFile: not-there.pem'), 'HS_FILE_UNREADABLE', /caFile: .*ENOENT/)
  await refused(server('labels: { region: "a\\u0007" }'), 'HS_LABELS_INVALID', /region/)
  await refused(server('queries: [{ name: "a b", expression: up }]'), 'HS_CONFIG_INVALID', /queries\.0\.name/)
  await refused(server('queries: [{ name: a }]'), 'HS_CONFIG_INVALID', /queries\.0\.expression/)
  await refused(
    server('queries: [{ name: cpu_usage, expression: up, unit: ratio }]'),
    'HS_CONFIG_INVALID',
    /unit of cpu_usage is "%"/,
  )
  await refused(
    server('queries: [{ name: cpu_usage, expression: up, direction: down }]'),
    'HS_CONFIG_INVALID',
    /direction of cpu_usage is "up"/,
  )
  await refused(
    "prometheus: [{ url: 'http://a' }, { url: 'http://b' }]",
    'HS_CONFIG_INVALID',
    /two servers are called prometheus/,
  )
})

test('should never repeat a password that stands in a URL', async () => {
  writeFileSync(file, "prometheus: [{ url: 'http://me:secret-word@h:9090' }]")
  const error = await readSourcePlans(file, 'nowhere', {}).catch((thrown: unknown) => thrown)
  assert.match(String(error), /holds a password/)
  assert.not.match(JSON.stringify(error) + String(error), /secret-word/)
})

test('should take a server by its URL, with what the environment says of it', async () => {
  const env = { HOMEOSTAT_PROMETHEUS_TOKEN: 'abc', HOMEOSTAT_PROMETHEUS_TENANT: 'team-a' }
  const {
    prometheus: [plan],
  } = await readSourcePlans('http://localhost:9090/', 'nowhere', env)
  assert.equal(
    [plan.server.url, plan.server.tenant, plan.server.authorization()],
    ['http://localhost:9090', 'team-a', 'Bearer abc'],
  )
  assert.equal(plan.queries, [])
})

test('should look into the data folder when nothing is named, and find nothing where there is nothing', async () => {
  writeFileSync(file, "prometheus: [{ url: 'http://h:1' }]")
  assert.is((await readSourcePlans(undefined, folder, {})).prometheus.length, 1)
  const { prometheus, scrape } = await readSourcePlans(undefined, join(folder, 'none'), {})
  assert.equal([prometheus, scrape], [[], []])
  const elsewhere = await readSourcePlans(undefined, 'nowhere', { HOMEOSTAT_SETTINGS: folder })
  assert.is(elsewhere.prometheus.length, 1, 'the folder of settings goes before the data folder')
})

test('should read the targets that the guide to sources shows', async () => {
  const guide = readFileSync(new URL('../../../../docs/guides/sources.md', import.meta.url), 'utf8')
  const [, block] = /```scrape\n(.*?)```/s.exec(guide) ?? []
  writeFileSync(join(folder, 'authority.pem'), '')
  const { scrape } = await plansOf(block)
  assert.equal(
    scrape.map(({ name, server, everyMs }) => [name, server.url, everyMs]),
    [
      ['web-1:9100', 'http://web-1:9100/metrics', 15_000],
      ['web-2:9100', 'http://web-2:9100/metrics', 15_000],
      ['api', 'https://api.example:8443/internal/metrics', 30_000],
    ],
  )
  assert.equal([scrape[0].wants('go_threads'), scrape[0].wants('up'), scrape[2].wants('up')], [false, true, false])
})

test('should read what the guide to sources says of remote write', async () => {
  const guide = readFileSync(new URL('../../../../docs/guides/sources.md', import.meta.url), 'utf8')
  const [, block] = /```remote-write\n(.*?)```/s.exec(guide) ?? []
  writeFileSync(join(folder, 'token'), 'abc\n')
  const { remoteWrite } = await plansOf(block)
  assert.equal([remoteWrite.groupBy, remoteWrite.token?.()], [['cluster', 'instance'], 'abc'])
  await refused('remoteWrite: { groupBy: [] }', 'HS_CONFIG_INVALID', /must name a label/)
  await refused('remoteWrite: { tokenFile: a, tokenEnv: b }', 'HS_CONFIG_INVALID', /exclude each other/)
})

test('should refuse two targets of one source', async () => {
  await refused('scrape: [{ urls: [http://a, http://a/other] }]', 'HS_CONFIG_INVALID', /two targets are called a/)
})

test.run()
