import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { senseStage } from '../../streams/sense/sense-stage.ts'
import { formatTable } from '../cli/format/table.ts'
import { type Ranking, ranking } from './support/servers/ranking.ts'
import { serverFiles } from './support/servers/server-files.ts'
import { watchServer } from './support/servers/watch-server.ts'

// `homeostat bench servers -- --data DIR [--out DIR] [--only ewma] [--step asd=300]`: what the detectors say of servers with labelled incidents,
// such as those of ASD and SMD (github.com/zhhlee/InterFusion; DIR holds NAME_train, _test and _test_label.csv.gz, also in folders by set).
// As in the stream: the train part goes before, nothing of it is scored, and no row is seen before its time. --out gets a score for every row
// of the test part, one line each.

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    out: { type: 'string' },
    only: { type: 'string' },
    step: { type: 'string', multiple: true, default: ['asd=300', 'smd=60'] },
  },
})
const { data, out, only } = options
if (data === undefined) throw new Error('--data DIR is needed')
const processors = senseStage.processors.filter(({ name }) => only === undefined || name === only)
const steps = new Map(options.step.map((pair) => [pair.split('=')[0], Number(pair.split('=')[1]) * 1_000]))
const WEEK_MS = 604_800_000

interface Row extends Ranking {
  readonly set: string
  readonly name: string
  /** A week. */
  readonly alarms: number
  readonly calls: number
}

const rows = serverFiles(data).map(({ set, name, read }): Row => {
  const { train, test, labels } = read()
  const stepMs = steps.get(set) ?? 60_000
  const { scores, alarms, calls } = watchServer(processors, [...train, ...test], stepMs)
  const tested = scores.subarray(train.length)
  if (out !== undefined) {
    mkdirSync(join(out, set), { recursive: true })
    writeFileSync(join(out, set, `${name}.csv`), `${tested.join('\n')}\n`)
  }
  const aWeek = (counts: Float64Array) => (sumOf(counts.subarray(train.length)) * WEEK_MS) / (test.length * stepMs)
  return { set, name, ...ranking(tested, labels), alarms: aWeek(alarms), calls: aWeek(calls) }
})
const sets = [...new Set(rows.map(({ set }) => set))]
const means = sets.map(
  (set): Row =>
    meanOf(
      set,
      rows.filter((row) => row.set === set),
    ),
)
console.log(
  formatTable(
    ['SET', 'SERVER', 'AUC-ROC', 'PR-AUC', 'HIT AT 1 %', 'ALARMS A WEEK', 'CALLS A WEEK'],
    [...rows, ...means].map(({ set, name, rocAuc, prAuc, hit, alarms, calls }) => [
      set,
      name,
      rocAuc.toFixed(3),
      prAuc.toFixed(3),
      hit.toFixed(3),
      alarms.toFixed(1),
      calls.toFixed(1),
    ]),
  ),
)

function meanOf(set: string, of: readonly Row[]): Row {
  const mean = (value: (row: Row) => number) => of.reduce((sum, row) => sum + value(row), 0) / of.length
  return {
    set,
    name: `mean of ${of.length}`,
    rocAuc: mean(({ rocAuc }) => rocAuc),
    prAuc: mean(({ prAuc }) => prAuc),
    hit: mean(({ hit }) => hit),
    alarms: mean(({ alarms }) => alarms),
    calls: mean(({ calls }) => calls),
  }
}

function sumOf(counts: Float64Array): number {
  return counts.reduce((sum, count) => sum + count, 0)
}
