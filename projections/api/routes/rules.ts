import { type Static, Type } from '@sinclair/typebox'
import { ruleSignalsTable, rulesTable, standingTable } from '../../models/rules.ts'
import { sourcesTable } from '../../models/sources.ts'
import type { Row } from '../../table/table.ts'
import { type Reading, TENANT } from '../reading.ts'
import { showTime } from '../time.ts'
import type { Api } from '../type-provider.ts'

const time = (description: string) => Type.Union([Type.String({ format: 'date-time' }), Type.Null()], { description })

const RuleView = Type.Object({
  name: Type.String(),
  rule: Type.Unknown({ description: 'What it says, with all of its settings' }),
  sources: Type.Integer({ description: 'Sources of which it watches something' }),
  series: Type.Integer({ description: 'Series that it watches' }),
  firing: Type.Integer({ description: 'How many of them are as it warns of' }),
  firingSources: Type.Array(Type.String(), { description: 'Where, at most 20' }),
  evaluatedAt: time('Newest frame of a source that it watches; null when it watches none'),
  raised: Type.Integer({ description: 'Signals that it has raised, as far back as signals are kept' }),
  held: Type.Integer({ description: 'Those of them for which nobody was called: muted, or reported as false alarms' }),
  raisedAt: time('When it has last raised one'),
})

const RulesView = Type.Object({
  changedAt: time('When they were last changed; null when there never were any'),
  changedBy: Type.Union([Type.String(), Type.Null()]),
  digest: Type.Union([Type.String(), Type.Null()]),
  rules: Type.Array(RuleView, { description: 'In the order of the document' }),
})

type RuleView = Static<typeof RuleView>
export type RulesView = Static<typeof RulesView>

/** The rules, and how each of them stands. */
export function rulesRoutes(api: Api, reading: Reading): void {
  const schema = { summary: 'The rules, and how each of them stands', tags: ['rules'], response: { 200: RulesView } }
  api.get('/rules', { schema, config: { readModels: ['rules'] } }, async () => {
    const [[book], standings, told] = await Promise.all([
      reading.select(TENANT, { table: rulesTable, where: [], order: ['tenant_id'], limit: 1 }),
      reading.select(TENANT, { table: standingTable, where: [], order: ['rule', 'source'], limit: MOST_STANDINGS }),
      reading.select(TENANT, { table: ruleSignalsTable, where: [], order: ['rule'], limit: MOST_RULES }),
    ])
    const seen = await lastSeen(reading)
    const texts = Array.isArray(book?.rules) ? book.rules.map(String) : []
    return {
      changedAt: showTime(book?.changed_at),
      changedBy: typeof book?.changed_by === 'string' ? book.changed_by : null,
      digest: typeof book?.digest === 'string' ? book.digest : null,
      rules: texts.map((text) => ruleView(JSON.parse(text), standings, told, seen)), // checked before it was written
    }
  })
}

const MOST_STANDINGS = 20_000
const MOST_RULES = 1_000
const MOST_SOURCES = 10_000

/** When each source was last heard, of those that are not forgotten. */
async function lastSeen(reading: Reading): Promise<ReadonlyMap<string, number>> {
  const rows = await reading.select(TENANT, { table: sourcesTable, where: [], order: ['source'], limit: MOST_SOURCES })
  const heard = rows.filter(({ forgotten_at, seen_at }) => Number(forgotten_at ?? 0) <= Number(seen_at ?? 0))
  return new Map(heard.map(({ source, last_seen }) => [String(source), Number(last_seen ?? 0)]))
}

function ruleView(
  rule: { readonly name: string },
  standings: readonly Row[],
  told: readonly Row[],
  seen: ReadonlyMap<string, number>,
): RuleView {
  const own = standings.filter((row) => row.rule === rule.name && Number(row.series) > 0 && seen.has(String(row.source)))
  const firing = own.filter((row) => Number(row.firing) > 0)
  const signals = told.find((row) => row.rule === rule.name)
  const newest = Math.max(0, ...own.map((row) => seen.get(String(row.source)) ?? 0))
  return {
    name: rule.name,
    rule,
    sources: own.length,
    series: sum(own, 'series'),
    firing: sum(own, 'firing'),
    firingSources: firing.slice(0, 20).map((row) => String(row.source)),
    evaluatedAt: newest === 0 ? null : showTime(newest),
    raised: Number(signals?.raised ?? 0),
    held: Number(signals?.held ?? 0),
    raisedAt: showTime(signals?.last_at),
  }
}

function sum(rows: readonly Row[], column: 'series' | 'firing'): number {
  return rows.reduce((total, row) => total + Number(row[column] ?? 0), 0)
}
