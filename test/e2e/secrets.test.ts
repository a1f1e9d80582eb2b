import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { plainEnvironment } from '../support/plain-environment.ts'
import { repositoryRoot } from '../support/repository.ts'
import { watchChild } from './support/watch-child.ts'

// Every setting that may hold a secret holds one, and what it leads to fails: nothing listens on port 1.
const SECRET = 'Sup3rSecretXYZ'
const folder = mkdtempSync(join(tmpdir(), 'homeostat-secrets-'))
const secretFile = join(folder, 'secret')
writeFileSync(secretFile, `${SECRET}\n`, { mode: 0o600 })
const sources = join(folder, 'sources.yaml')
writeFileSync(
  sources,
  'prometheus: [{name: real, url: "http://127.0.0.1:1", everyMs: 1000, timeoutMs: 900, username: u, passwordEnv: TOKEN}]\n',
)
test.after(() => rmSync(folder, { recursive: true, force: true }))

const up = ['up', '--port', '0', '--no-host', '--for', '2s']
const cluster = {
  HOMEOSTAT_KAFKA_BROKERS: '127.0.0.1:1',
  HOMEOSTAT_KAFKA_SASL_MECHANISM: 'plain',
  HOMEOSTAT_KAFKA_SASL_USERNAME: 'u',
  HOMEOSTAT_KAFKA_PASSWORD: SECRET,
}
const registry = { ...cluster, HOMEOSTAT_REGISTRY: 'http://127.0.0.1:1', HOMEOSTAT_REGISTRY_USERNAME: 'u' }

const cases: readonly [string, readonly string[], NodeJS.ProcessEnv, number][] = [
  ['a database that is not there', [...up, '--log', 'json'], { POSTGRES_DSN: `postgres://u:${SECRET}@127.0.0.1:1/x` }, 3],
  ['an address that cannot be read', [...up, '--postgres', `postgres://u:${SECRET}@127.0.0.1:no/x`], {}, 2],
  ['a Prometheus with a password in its URL', [...up, '--prometheus', `http://u:${SECRET}@127.0.0.1:1`], {}, 2],
  ['a Prometheus that does not answer', [...up, '--prometheus', sources, '--log', 'json'], { TOKEN: SECRET }, 0],
  ['a cluster that does not answer', ['topics'], cluster, 3],
  ['a registry with a password in its URL', ['topics'], { ...cluster, HOMEOSTAT_REGISTRY: `http://u:${SECRET}@h` }, 2],
  ['a password of the registry', ['topics'], { ...registry, HOMEOSTAT_REGISTRY_PASSWORD_FILE: secretFile }, 3],
  [
    'a doctor who looks at everything',
    ['doctor'],
    { ...registry, HOMEOSTAT_REGISTRY_PASSWORD: SECRET, POSTGRES_DSN: `postgres://u:${SECRET}@127.0.0.1:1/x` },
    1,
  ],
]

for (const [index, [name, args, env, expected]] of cases.entries()) {
  test(`should keep secrets to itself, stack traces included: ${name}`, async () => {
    const given = { ...plainEnvironment(), ...env, HOMEOSTAT_DEBUG: '1', HOMEOSTAT_DATA: join(folder, `data-${index}`) }
    const child = spawn(process.execPath, [join(repositoryRoot, 'bin/homeostat.mjs'), ...args], { env: given })
    const { code, out, err } = await watchChild(child).ended
    assert.is(code, expected, err)
    assert.ok(out.length + err.length > 0)
    assert.not.match(`${out}\n${err}`, SECRET)
  })
}

test('should keep the secrets of sources, sinks, senders and callers off every page while all of them fail', async () => {
  const settings = mkdtempSync(join(folder, 'settings-'))
  const asked = '{name: real, url: "http://127.0.0.1:1", everyMs: 1000, timeoutMs: 900, tokenEnv: TOKEN}'
  writeFileSync(join(settings, 'sources.yaml'), `prometheus: [${asked}]\nremoteWrite: {tokenEnv: TOKEN}\n`)
  writeFileSync(join(settings, 'sinks.yaml'), `influx: [{name: away, url: "http://127.0.0.1:1", tokenFile: ${secretFile}}]\n`)
  const given = {
    ...plainEnvironment(),
    HOMEOSTAT_SETTINGS: settings,
    HOMEOSTAT_API_TOKEN: `${SECRET}-of-the-api`,
    HOMEOSTAT_DATA: join(folder, 'data-pages'),
    TOKEN: SECRET,
  }
  const args = [join(repositoryRoot, 'bin/homeostat.mjs'), 'up', '--port', '0', '--no-host', '--self', '--log', 'json']
  const child = watchChild(spawn(process.execPath, args, { env: given }))
  const [, url = ''] = await child.wrote(/"url":"(http:[^"]+)"/)
  const authorization = `Bearer ${SECRET}-of-the-api`
  const told: string[] = []
  for (const path of ['/healthz', '/readyz', '/topics', '/metrics', '/sources', '/audit', '/openapi.json', '/nothing', '/'])
    for (const headers of [{}, { authorization }, { authorization: `${authorization}x` }])
      told.push(await (await fetch(`${url}${path}`, { headers })).text())
  const write = {
    method: 'POST',
    headers: { authorization: `Bearer ${SECRET}x`, 'content-type': 'application/x-protobuf' },
    body: 'x',
  }
  told.push(await (await fetch(`${url}/api/v1/write`, write)).text())
  child.child.kill('SIGTERM')
  const { out, err } = await child.ended
  assert.match(told.join(), 'HS_API_UNAUTHORIZED')
  assert.match(told.join(), 'HS_REMOTE_WRITE_UNAUTHORIZED')
  assert.match(told.join(), 'source:prometheus/real')
  assert.not.match([...told, out, err].join('\n'), SECRET)
})

test.run()
