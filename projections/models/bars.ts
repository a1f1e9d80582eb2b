import { barWidths } from '../../schemas/telemetry/bar-widths.ts'
import { TelemetryBars } from '../../schemas/topics.ts'
import type { ReadModel } from '../read-model.ts'
import type { Table } from '../table/table.ts'
import { layoutOf } from './layout-of.ts'

/**
 * A row a source, list of metrics and 24 bars of one width (4 where there are many metrics). The lists hold the bars one after the other,
 * each with one value a metric in the order of `metrics`; bar i begins at start[i], and its values at i * metrics.length. Bars of one start
 * add up.
 */
function barsTable<N extends string>(name: N) {
  return {
    name,
    topic: TelemetryBars,
    key: { tenant_id: 'text', source: 'text', bucket: 'whole', partition: 'whole', layout: 'text' },
    columns: {
      metrics: { type: 'texts', merge: 'keep' },
      start: { type: 'wholes', merge: 'append' },
      samples: { type: 'wholes', merge: 'append' },
      low: { type: 'doubles', merge: 'append' },
      high: { type: 'doubles', merge: 'append' },
      mean: { type: 'doubles', merge: 'append' },
      last: { type: 'doubles', merge: 'append' },
    },
  } as const satisfies Table
}

export const quarterBarsTable = barsTable('quarter_bars')
export const hourBarsTable = barsTable('hour_bars')

export const bars: ReadModel = {
  name: 'bars',
  version: 1,
  reads: [TelemetryBars],
  tables: [quarterBarsTable, hourBarsTable],
  commitAfterMs: 1_000,
  apply(event, rows) {
    if (event.type !== 'Bar') return
    const { value: bar, partition } = event
    const { source, start, widthMs, metrics } = bar
    rows.merge(widthMs === barWidths.hourMs ? hourBarsTable : quarterBarsTable, {
      source,
      partition,
      bucket: bucketOf(start, widthMs, metrics.length),
      layout: layoutOf(metrics),
      metrics,
      start: [start],
      samples: bar.count,
      low: bar.min,
      high: bar.max,
      mean: bar.mean,
      last: bar.last,
    })
  },
}

/** The longest span of a row of bars. */
export function longestRowMs(widthMs: number): number {
  return BARS_A_ROW * widthMs
}

/** A row is written anew with every bar that is added to it, so it must not grow too large. */
function bucketOf(start: number, widthMs: number, metrics: number): number {
  const span = metrics > MANY_METRICS ? longestRowMs(widthMs) / 6 : longestRowMs(widthMs)
  return Math.floor(start / span) * span
}

const BARS_A_ROW = 24
const MANY_METRICS = 200
