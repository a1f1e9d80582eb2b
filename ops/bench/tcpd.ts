import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { changePoints } from '../../streams/stats/change-points.ts'
import { filledGaps } from '../../streams/stats/filled-gaps.ts'
import { type Annotations, tcpdScore } from './support/tcpd-score.ts'

// `homeostat bench tcpd -- --data DIR [--out FILE]`: changes of the mean in the series of the Turing Change Point Dataset
// (github.com/alan-turing-institute/TCPD; DIR holds annotations.json and series/NAME.json), one setting for all. FILE gets them for another
// scorer, by the index of the last observation before each change, as the published figures have it.

const { values: options } = parseArgs({ options: { data: { type: 'string' }, out: { type: 'string' } } })
const { data, out } = options
if (data === undefined) throw new Error('--data DIR is needed')

interface Series {
  readonly n_obs: number
  readonly series: readonly { readonly raw: readonly (number | string | null)[] }[]
}

const annotations = readJson<Record<string, Annotations>>('annotations.json')
const predictions: Record<string, number[]> = {}
const rows = Object.keys(annotations)
  .sort()
  .map((name) => {
    const { n_obs: length, series } = readJson<Series>(join('series', `${name}.json`))
    const columns = series.map(({ raw }) => filledGaps(raw.map((value) => (value === null ? Number.NaN : Number(value)))))
    predictions[name] = [...changePoints(columns)].map((first) => first - 1)
    return { name, length, ...tcpdScore(annotations[name], predictions[name], length) }
  })
for (const { name, length, cover, f1 } of rows)
  console.log(line(name, `n ${length}, changes ${predictions[name].length}`, cover, f1))
console.log(line(`mean of ${rows.length} series`, '', mean('cover'), mean('f1')))
if (out !== undefined) writeFileSync(out, JSON.stringify(predictions))

function mean(what: 'cover' | 'f1'): number {
  return rows.reduce((sum, row) => sum + row[what], 0) / rows.length
}

function line(name: string, about: string, cover: number, f1: number): string {
  return `${name.padEnd(20)} ${about.padEnd(18)} cover ${cover.toFixed(4)}  F1 ${f1.toFixed(4)}`
}

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(join(data ?? '', path), 'utf8'))
}
