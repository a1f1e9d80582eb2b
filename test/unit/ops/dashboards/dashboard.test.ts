import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { collectDefaultMetrics, Registry } from 'prom-client'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { parse } from 'yaml'
import { rows } from '../../../../ops/dashboards/panels.ts'
import { repositoryFiles, repositoryRoot } from '../../../support/repository.ts'
import { runTool } from '../../../support/run-tool.ts'

/** Every series that a process may show, by the sources: a histogram has three. */
function shown(): Set<string> {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const names = new Set(registry.getMetricsAsArray().map(({ name }) => name))
  const sources = ['ops', 'streams', 'projections', 'connectors'].flatMap((folder) =>
    repositoryFiles(folder, (path) => path.endsWith('.ts')),
  )
  for (const path of sources)
    for (const [, kind, name] of read(path).matchAll(/new (Counter|Gauge|Histogram)\(\{\s*name: '([^']+)'/g)) {
      names.add(name)
      if (kind === 'Histogram') for (const part of ['bucket', 'sum', 'count']) names.add(`${name}_${part}`)
    }
  return names
}

function read(path: string): string {
  return readFileSync(join(repositoryRoot, path), 'utf8')
}

function unknownIn(expressions: readonly string[]): string[] {
  const names = shown()
  const used = expressions.flatMap((text) => text.match(/\b(?:homeostat|process|nodejs)_[a-z0-9_]+/g) ?? [])
  assert.ok(used.length >= expressions.length, 'an expression without a metric says nothing')
  return used.filter((name) => !names.has(name))
}

const panels = rows.flatMap((row) => row.panels)

test('should draw metrics that exist, in ten pictures or more', () => {
  assert.ok(panels.length >= 10)
  assert.equal(unknownIn(panels.flatMap(({ queries }) => queries.map(({ expr }) => expr))), [])
})

test('should know a metric that does not exist', () => {
  assert.equal(unknownIn(['rate(homeostat_frames_total[5m])']), ['homeostat_frames_total'])
})

test('should be the dashboard that was generated from the panels as they are', async () => {
  const { exitCode, output } = await runTool(['--import', 'tsx', 'ops/dashboards/write-dashboard.ts', '--check'])
  assert.is(exitCode, 0, output)
})

test('should give alerts that ask for metrics that exist and say what to do', () => {
  const { groups } = parse(read('ops/dashboards/homeostat.rules.yml'))
  const rules: { alert: string; expr: string; annotations: Record<string, string> }[] = groups[0].rules
  assert.ok(rules.length >= 8)
  assert.equal(unknownIn(rules.map(({ expr }) => expr).filter((expr) => !expr.startsWith('up{'))), [])
  assert.equal(
    rules.filter(({ annotations }) => !annotations.summary || !annotations.action),
    [],
  )
})

test.run()
