import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { prometheusClient } from '../../connectors/sources/prometheus/client.ts'
import { findProgram, programEnvironment } from '../../ops/bench/support/faults/find-program.ts'
import { startProgram } from '../../ops/bench/support/faults/start-program.ts'
import { readSourcePlans } from '../../ops/config/read-source-plans.ts'
import { choosePorts } from '../../ops/kafka/ports.ts'
import { codeOf } from '../../schemas/core/homeostat-error.ts'
import { skipUnlessPrometheus } from '../support/prometheus/programs.ts'

skipUnlessPrometheus()
const folder = mkdtempSync(join(tmpdir(), 'homeostat-guarded-'))
const port = await choosePorts(0, 1)
const url = `https://localhost:${port}`
const inFolder = (name: string) => join(folder, name)

execFileSync(
  findProgram('openssl') ?? 'openssl',
  [
    ...'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost'.split(' '),
    ...['-addext', 'subjectAltName=DNS:localhost', '-keyout', inFolder('key.pem'), '-out', inFolder('cert.pem')],
  ],
  { env: programEnvironment(), stdio: 'ignore' },
)
/** `test`, as the documentation of Prometheus has it. */
const hash = '$2b$12$hNf2lSsxfm0.i4a.1kVpSOVyBCfIB51VRjgBUyv6kdnyTlgWj81Ay'
writeFileSync(
  inFolder('web.yml'),
  `tls_server_config: { cert_file: cert.pem, key_file: key.pem }\nbasic_auth_users: { reader: '${hash}' }\n`,
)
writeFileSync(inFolder('prometheus.yml'), '')
const server = await startProgram(folder, 'prometheus', {
  args: [
    `--config.file=${inFolder('prometheus.yml')}`,
    `--web.config.file=${inFolder('web.yml')}`,
    `--storage.tsdb.path=${inFolder('tsdb')}`,
    `--web.listen-address=127.0.0.1:${port}`,
  ],
  isReady: (log) => log.includes('Server is ready to receive web requests'),
})
test.after(async () => {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** What a server that is configured so answers, or the code of its refusal. */
async function asked(settings: string): Promise<unknown> {
  writeFileSync(inFolder('sources.yaml'), `prometheus:\n- url: ${url}\n${settings}`)
  const {
    prometheus: [plan],
  } = await readSourcePlans(inFolder('sources.yaml'), 'nowhere', { PASSWORD: 'test' })
  const client = prometheusClient(plan.server)
  try {
    const { data } = await client.ask('/api/v1/query', { query: 'vector(1)' }, AbortSignal.timeout(5_000))
    return Object(data).resultType
  } catch (error) {
    return codeOf(error)
  } finally {
    client.close()
  }
}

test('should get in with the password and the certificate that the configuration names', async () => {
  writeFileSync(inFolder('password'), 'test\n')
  assert.is(await asked('  username: reader\n  passwordFile: password\n  caFile: cert.pem\n'), 'vector')
  assert.is(await asked('  username: reader\n  passwordEnv: PASSWORD\n  caFile: cert.pem\n'), 'vector')
})

test('should name a certificate that nobody has said to trust', async () => {
  assert.is(await asked('  username: reader\n  passwordEnv: PASSWORD\n'), 'HS_PROM_TLS')
})

test('should name a wrong password, a missing one, and a token where none is known', async () => {
  writeFileSync(inFolder('wrong'), 'no')
  assert.is(await asked('  username: reader\n  passwordFile: wrong\n  caFile: cert.pem\n'), 'HS_PROM_UNAUTHORIZED')
  assert.is(await asked('  caFile: cert.pem\n'), 'HS_PROM_UNAUTHORIZED')
  assert.is(await asked('  tokenFile: wrong\n  caFile: cert.pem\n'), 'HS_PROM_UNAUTHORIZED')
  assert.is(await asked('  tokenFile: not-there\n  caFile: cert.pem\n'), 'HS_FILE_UNREADABLE')
})

test.run()
