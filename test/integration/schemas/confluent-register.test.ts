import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { openInstallation } from '../../../ops/app/open-installation.ts'
import { run } from '../../../ops/cli/run.ts'
import { startRegistry } from '../../../ops/kafka/registry.ts'
import { fullNames } from '../../../schemas/generated/records.ts'
import { startKafka } from '../../support/kafka/start-kafka.ts'
import { fakeTerminal } from '../../unit/ops/cli/fake-terminal.ts'

const kafka = await startKafka()
const folder = mkdtempSync(join(tmpdir(), 'homeostat-register-'))
const registry = await startRegistry({ folder: join(folder, 'registry') })
test.after(async () => {
  await registry.stop()
  await kafka.stop()
  rmSync(folder, { recursive: true, force: true })
})
const subjects = Object.values(fullNames)

async function ran(...args: string[]) {
  const terminal = fakeTerminal({ env: { HOMEOSTAT_REGISTRY: registry.url } })
  const code = await run(['schemas', 'register', ...args], terminal)
  return { code, out: terminal.said.join('\n'), err: terminal.complained.join('\n') }
}

async function subjectsThere(): Promise<unknown> {
  return (await fetch(`${registry.url}/subjects`)).json()
}

test('should say in a dry run what would be registered, and register nothing', async () => {
  const { code, out } = await ran('--dry-run')
  assert.is(code, 0)
  assert.is(out.split('\n').filter((line) => line.endsWith('would be registered')).length, subjects.length)
  assert.equal(await subjectsThere(), [])
})

test('should register every record once, in the order of the ids, and hold its subject to the rule', async () => {
  const first = JSON.parse((await ran('--json')).out)
  assert.equal(
    first.registrations.map(({ id, subject, version, known }: Record<string, unknown>) => [id, subject, version, known]),
    subjects.map((subject, index) => [index + 1, subject, 1, false]),
  )
  const { out } = await ran()
  assert.is(out.split('\n').filter((line) => line.endsWith('was there')).length, subjects.length)
  const config = await fetch(`${registry.url}/config/${fullNames.Frame}`)
  assert.equal(await config.json(), { compatibilityLevel: 'BACKWARD_TRANSITIVE' })
})

test('should set a compatibility that someone has changed only when it is told to', async () => {
  await fetch(`${registry.url}/config/${fullNames.Frame}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
    body: JSON.stringify({ compatibility: 'NONE' }),
  })
  assert.match((await ran()).err, 'HS_REGISTRY_COMPATIBILITY')
  assert.is((await ran('--set-compatibility')).code, 0)
  assert.is((await ran()).code, 0)
})

test('should give an emptied registry the ids of the log back', async () => {
  const brokers = kafka.brokers.join(',')
  const prefix = `register.${process.pid}.`
  const connection = {
    kind: 'kafka',
    data: folder,
    settings: { brokers: kafka.brokers, prefix },
    registry: { url: registry.url, auth: undefined },
    partitions: 1,
  } as const
  await (await openInstallation(connection, [])).log.close()
  await registry.restart()
  const again = await openInstallation(connection, []).catch((error) => error)
  assert.is(again.code, 'HS_REGISTRY_IDS_CHANGED')

  const named = ['--kafka', brokers, '--prefix', prefix]
  assert.match(
    (await ran('--restore', '--dry-run', ...named)).out,
    `${subjects.length} ids would be registered again, 0 were there.`,
  )
  assert.equal(await subjectsThere(), [])
  assert.match((await ran('--restore', ...named)).out, `${subjects.length} ids were registered again, 0 were there.`)
  assert.match((await ran('--restore', ...named)).out, `0 ids were registered again, ${subjects.length} were there.`)
  await (await openInstallation(connection, [])).log.close()
})

test('should say what is missing or does not answer', async () => {
  const terminal = fakeTerminal()
  assert.is.not(await run(['schemas', 'register'], terminal), 0)
  assert.match(terminal.complained.join('\n'), 'Name the registry with --registry or HOMEOSTAT_REGISTRY.')
  assert.match((await ran('--registry', 'http://127.0.0.1:1')).err, 'HS_REGISTRY_UNAVAILABLE')
  assert.match((await ran('--restore')).err, 'name it with --kafka or HOMEOSTAT_KAFKA_BROKERS')
})

test.run()
