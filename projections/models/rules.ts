import { InsightSignals, PolicyEvents, TelemetrySources } from '../../schemas/topics.ts'
import type { ReadModel } from '../read-model.ts'
import type { Table } from '../table/table.ts'

/** A row a tenant: the rules that are to hold. */
export const rulesTable = {
  name: 'rules',
  topic: PolicyEvents,
  key: { tenant_id: 'text' },
  columns: {
    changed_at: { type: 'whole', merge: 'set' },
    changed_by: { type: 'text', merge: 'set' },
    digest: { type: 'text', merge: 'set' },
    /** Each as JSON, in their order. */
    rules: { type: 'texts', merge: 'set' },
  },
} as const satisfies Table

/** A row a rule and source: how many series it watches there, and how many of them are as it warns of. */
export const standingTable = {
  name: 'rule_standing',
  topic: TelemetrySources,
  key: { tenant_id: 'text', rule: 'text', source: 'text' },
  columns: {
    at: { type: 'whole', merge: 'set' },
    series: { type: 'whole', merge: 'set' },
    firing: { type: 'whole', merge: 'set' },
  },
} as const satisfies Table

/** A row a rule: its signals, which the alarm budget neither holds nor counts. */
export const ruleSignalsTable = {
  name: 'rule_signals',
  topic: InsightSignals,
  key: { tenant_id: 'text', rule: 'text' },
  columns: {
    raised: { type: 'whole', merge: 'add' },
    /** Those of them for which nobody was called. */
    held: { type: 'whole', merge: 'add' },
    last_at: { type: 'whole', merge: 'max' },
  },
} as const satisfies Table

export const rulesModel: ReadModel = {
  name: 'rules',
  version: 1,
  strayTenant: 'default', // rules stand under the key of the tenant alone
  reads: [PolicyEvents, TelemetrySources, InsightSignals],
  tables: [rulesTable, standingTable, ruleSignalsTable],
  commitAfterMs: 100,
  apply({ type, value, partition }, rows) {
    if (type === 'RulesChanged') {
      if (partition !== 0) return // the same stands in every partition
      const { at, by, digest, rules } = value
      rows.merge(rulesTable, { changed_at: at, changed_by: by, digest, rules })
    } else if (type === 'RuleStanding') {
      const { rule, source, at, series, firing } = value
      rows.merge(standingTable, { rule, source, at, series, firing })
    } else if (type === 'Signal' && value.rule !== null && value.phase === 'raised') {
      rows.merge(ruleSignalsTable, { rule: value.rule, raised: 1, held: value.held === null ? 0 : 1, last_at: value.at })
    }
  },
}
