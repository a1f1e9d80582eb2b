import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { startProgram } from '../../ops/bench/support/faults/start-program.ts'
import { rows } from '../../ops/dashboards/panels.ts'
import { choosePorts } from '../../ops/kafka/ports.ts'
import { runApp, stopAll } from '../integration/ordeal/support/running-app.ts'
import { until } from '../integration/ordeal/support/until.ts'
import { skipUnlessPrometheus } from '../support/prometheus/programs.ts'
import { repositoryRoot } from '../support/repository.ts'

skipUnlessPrometheus()
const folder = mkdtempSync(join(tmpdir(), 'homeostat-rules-'))
const homeostat = await runApp(join(folder, 'data'))
const own = `127.0.0.1:${await choosePorts(0, 1)}`
writeFileSync(
  join(folder, 'prometheus.yml'),
  `global: {scrape_interval: 1s, evaluation_interval: 1s}
rule_files: ['${join(repositoryRoot, 'ops/dashboards/homeostat.rules.yml')}']
scrape_configs: [{job_name: homeostat, static_configs: [{targets: ['${new URL(homeostat.app.url).host}']}]}]
`,
)
const flags = [`--config.file=${join(folder, 'prometheus.yml')}`, `--storage.tsdb.path=${join(folder, 'tsdb')}`]
const prometheus = await startProgram(folder, 'prometheus', {
  args: [...flags, `--web.listen-address=${own}`],
  isReady: (log) => log.includes('Server is ready'),
})
test.after(async () => {
  await prometheus.stop()
  await stopAll()
  rmSync(folder, { recursive: true, force: true })
})

interface Rule {
  readonly name: string
  readonly health: string
  readonly lastError?: string
  readonly state: string
}

async function ask<T>(path: string): Promise<T> {
  const answer = await fetch(`http://${own}${path}`)
  return ((await answer.json()) as { data: T }).data // the API of Prometheus
}

async function rules(): Promise<readonly Rule[]> {
  const { groups } = await ask<{ groups: readonly { rules: readonly Rule[] }[] }>('/api/v1/rules')
  return groups.flatMap((group) => group.rules)
}

async function query(expression: string) {
  return (await fetch(`http://${own}/api/v1/query?query=${encodeURIComponent(expression)}`)).json() as Promise<{
    status: string
    error?: string
    data?: { result: readonly unknown[] }
  }>
}

test('should be understood by a real Prometheus, and silent while all is well', async () => {
  await until('every rule was evaluated', async () => (await rules()).every(({ health }) => health !== 'unknown'))
  await until('Homeostat was scraped', async () => (await query('homeostat_part_up')).data?.result.length)
  const found = await rules()
  assert.ok(found.length >= 8)
  assert.equal(
    found.filter(({ health }) => health !== 'ok'),
    [],
  )
  await until('nobody is missed', async () => (await rules()).find(({ name }) => name === 'HomeostatDown')?.state === 'inactive')
})

test('should draw queries that Prometheus answers', async () => {
  for (const { expr } of rows.flatMap(({ panels }) => panels.flatMap(({ queries }) => queries))) {
    const asked = expr.replaceAll('$job', 'homeostat').replaceAll('$__rate_interval', '1m')
    const { status, error } = await query(asked)
    assert.is(status, 'success', `${asked}: ${error}`)
  }
})

test('should miss a Homeostat that is gone', async () => {
  await stopAll()
  await until('it is missed', async () => (await rules()).find(({ name }) => name === 'HomeostatDown')?.state === 'pending')
})

test.run()
