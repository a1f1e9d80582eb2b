import { type Panel, type Row, rows } from './panels.ts'

/** The dashboard in the form that Grafana imports (its JSON model, schema version 39). */
export function dashboard(): object {
  return {
    uid: 'homeostat',
    title: 'Homeostat',
    tags: ['homeostat'],
    schemaVersion: 39,
    version: 1,
    editable: true,
    time: { from: 'now-6h', to: 'now' },
    refresh: '30s',
    templating: {
      list: [
        { name: 'source', label: 'Prometheus', type: 'datasource', query: 'prometheus' },
        {
          name: 'job',
          label: 'Job',
          type: 'query',
          datasource: SOURCE,
          query: 'label_values(homeostat_part_up, job)',
          refresh: 2,
          includeAll: true,
          multi: true,
        },
      ],
    },
    panels: placed(rows),
  }
}

const SOURCE = { type: 'prometheus', uid: '$source' } // the variable above
const WIDTH = 8
const HEIGHT = 8
const COLUMNS = 24 / WIDTH

function placed(all: readonly Row[]): object[] {
  const found: object[] = []
  let y = 0
  for (const { title, panels } of all) {
    found.push({ id: found.length + 1, type: 'row', title, collapsed: false, gridPos: { x: 0, y, w: 24, h: 1 }, panels: [] })
    y++
    for (const [index, panel] of panels.entries()) {
      const gridPos = { x: (index % COLUMNS) * WIDTH, y: y + Math.floor(index / COLUMNS) * HEIGHT, w: WIDTH, h: HEIGHT }
      found.push({ id: found.length + 1, gridPos, ...rendered(panel) })
    }
    y += Math.ceil(panels.length / COLUMNS) * HEIGHT
  }
  return found
}

function rendered({ title, says, queries, unit, kind = 'lines' }: Panel): object {
  return {
    title,
    description: says,
    datasource: SOURCE,
    targets: queries.map(({ expr, legend }, index) => ({
      refId: String.fromCharCode('A'.charCodeAt(0) + index),
      datasource: SOURCE,
      expr,
      legendFormat: legend,
    })),
    ...(kind === 'states' ? STATES : lines(unit)),
  }
}

function lines(unit: string): object {
  return {
    type: 'timeseries',
    fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
    options: { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi', sort: 'desc' } },
  }
}

const STATES = {
  type: 'state-timeline',
  fieldConfig: {
    defaults: {
      mappings: [{ type: 'value', options: { 0: { text: 'down', color: 'red' }, 1: { text: 'works', color: 'green' } } }],
    },
    overrides: [],
  },
  options: { showValue: 'never', mergeValues: true },
}
