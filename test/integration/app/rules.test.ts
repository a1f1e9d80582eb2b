import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { readInstallation } from '../../../ops/cli/instance/read-installation.ts'
import { run } from '../../../ops/cli/run.ts'
import { readRules } from '../../../ops/rules/rules-file.ts'
import type { RulesView } from '../../../projections/api/routes/rules.ts'
import type { SignalView } from '../../../projections/api/signal-view.ts'
import { PolicyEvents } from '../../../schemas/topics.ts'
import { fakeTerminal } from '../../unit/ops/cli/fake-terminal.ts'
import { verifyAll } from '../laws/support/verify-all.ts'
import type { Client } from '../ordeal/support/client.ts'
import { request } from '../ordeal/support/request.ts'
import { type RunningApp, runApp, scratchFolder } from '../ordeal/support/running-app.ts'
import { until } from '../ordeal/support/until.ts'

const folder = scratchFolder()
test.after(folder.remove)
const file = join(folder.path, 'rules.yaml')

const busy = { name: 'busy', source: 'shop*', metric: 'queue', above: 10, severity: 'critical', note: 'see the runbook' }

test('should raise what a rule asks for, show how it stands, and clear it', async () => {
  const { app, client } = await runApp(folder.path, { tickMs: 200 })
  assert.equal(await rulesOf(client), { changedAt: null, changedBy: null, digest: null, rules: [] })
  const [put, again] = [await change(app, [busy]), await change(app, [busy])]
  assert.equal([put.status, put.body.rules, put.body.changed, again.body.changed], [200, 1, true, false])
  assert.is(again.body.digest, put.body.digest)

  const raised = await until('the rule fires', () => measured(client, 99, ({ open }) => open))
  const { method, rule, severity, value, held: heldBack } = raised
  assert.equal([method, rule, severity, value, heldBack], ['rule', 'busy', 'critical', 99, null])
  assert.match(raised.hint, /^queue is 99, above 10.* \(rule busy\): see the runbook$/)
  const [shown] = await until('the rule is seen to fire', async () => {
    const { rules } = await rulesOf(client)
    return rules[0]?.firing === 1 && rules[0].raised === 1 && rules
  })
  const { name, sources, series, firingSources, held } = shown
  assert.equal([name, sources, series, firingSources, held], ['busy', 1, 1, ['shop-1'], 0])
  assert.ok(Date.parse(String(shown.evaluatedAt)) > Date.now() - 60_000, String(shown.evaluatedAt))
  assert.is(((await client.get('/budget')).body as { left: number }).left, 5)

  await until('the rule is over', () => measured(client, 5, ({ open, id }) => !open && id === raised.id))
  await app.stop()
})

test('should make the rules of the file those of the log at every start', async () => {
  writeFileSync(file, 'rules:\n  - { name: full, metric: queue, above: 50, for: 1m }\n')
  const rules = await readRules(folder.path)
  for (const _ of [1, 2]) {
    const { app, client } = await runApp(folder.path, { rules })
    const view = await until('the rules are shown', async () => {
      const now = await rulesOf(client)
      return now.rules[0]?.name === 'full' && now
    })
    assert.is(view.rules.length, 1)
    await app.stop()
  }
  const changes = await readInstallation(folder.path, async ({ log }) => (await log.bounds(PolicyEvents.name, 0)).end)
  assert.is(changes, 2) // the one over HTTP, and one of the file
  const acts = await ran('audit', 'list', '--act', 'rules.change', '--json')
  assert.match(acts.out, /"names":"full"/)
})

test('should refuse rules that are not valid, each with its name, and keep those that are in force', async () => {
  const { app, client } = await runApp(folder.path)
  const wrong = await change(app, [{ ...busy, below: 20 }])
  assert.equal([wrong.status, wrong.body.code, wrong.body.value], [422, 'HS_RULES_INVALID', 'busy'])
  assert.is((await change(app, 'none')).body.code, 'HS_REQUEST_INVALID')
  assert.is((await rulesOf(client)).rules[0].name, 'full')
  await app.stop()
  const checked = await ran('rules', 'check', file)
  assert.equal([checked.code, /1 rule, nothing is wrong/.test(checked.out)], [0, true], checked.err)
  writeFileSync(file, 'rules:\n  - { name: full, metric: queue, abov: 50 }\n')
  assert.match((await ran('rules', 'check', file)).err, /abov.*\n?.*HS_RULES_INVALID/s)
  assert.is(JSON.parse((await ran('rules', 'schema')).out).properties.rules.items.required.length, 2)
})

test('should take rules while nothing runs', async () => {
  writeFileSync(file, JSON.stringify({ rules: [busy] }))
  assert.match((await ran('rules', 'apply', file, '--data', folder.path)).out, /^1 rule from the next tick on/)
  assert.match((await ran('rules', 'apply', file, '--data', folder.path)).out, /^These are the rules already/)
})

test('should derive all of that again, byte for byte', async () => {
  const reports = await readInstallation(folder.path, (installation) => verifyAll(installation))
  for (const { task, difference } of reports) assert.is(difference, undefined, task)
  assert.ok(reports.some(({ task, outputs }) => task === 'sense.0' && outputs > 0))
})

/** Sends a value of now, and looks whether there is a signal as wanted. */
async function measured(client: Client, queue: number, fits: (signal: SignalView) => boolean): Promise<SignalView | undefined> {
  await client.send([{ source: 'shop-1', at: Date.now(), metrics: { queue } }])
  const { status, body } = await client.get('/signals?source=shop-1&metric=queue')
  return status === 200 ? (body as { signals: SignalView[] }).signals.find(fits) : undefined
}

async function rulesOf(client: Client): Promise<RulesView> {
  return (await client.get('/rules')).body as RulesView
}

async function change(app: RunningApp['app'], rules: unknown) {
  const content = { body: JSON.stringify({ rules }), headers: { 'content-type': 'application/json' } }
  const { status, body } = await request(`${app.url}/rules?by=ann`, { method: 'PUT', ...content })
  return { status, body: body as Record<string, unknown> }
}

async function ran(...args: string[]) {
  const terminal = fakeTerminal()
  const data = args.includes('--data') || args[1] === 'check' || args[1] === 'schema' ? [] : ['--data', folder.path]
  const code = await run([...args, ...data], terminal)
  return { code, out: terminal.said.join('\n'), err: terminal.complained.join('\n') }
}

test.run()
