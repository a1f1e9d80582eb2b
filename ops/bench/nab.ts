import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { senseStage } from '../../streams/sense/sense-stage.ts'
import { alarmScores } from './support/alarm-scores.ts'

// `node --import tsx ops/bench/nab.ts --data DIR --out DIR [--only ewma]`: what the detectors raise on the files of the Numenta Anomaly
// Benchmark (github.com/numenta/NAB; DIR holds windows.json and data/<category>/<name>.csv.gz), as result files for a NAB scorer. A row
// has the score of an alarm that was raised there, else 0: what a person would have been told, not what a detector thought.

const { values: options } = parseArgs({
  options: { data: { type: 'string' }, out: { type: 'string' }, only: { type: 'string' } },
})
const { data, out } = options
if (data === undefined || out === undefined) throw new Error('--data DIR and --out DIR are needed')
const processors = senseStage.processors.filter(({ name }) => options.only === undefined || name === options.only)
const files = Object.keys(JSON.parse(readFileSync(join(data, 'windows.json'), 'utf8')))
let [rows, alarms] = [0, 0]

for (const file of files) {
  const lines = gunzipSync(readFileSync(join(data, 'data', `${file}.gz`)))
    .toString()
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(','))
  const scores = alarmScores(
    processors,
    lines.map(([time, value]) => ({ at: Date.parse(`${time.replace(' ', 'T')}Z`), value: Number(value) })),
  )
  rows += scores.length
  alarms += scores.filter((score) => score > 0).length
  mkdirSync(dirname(join(out, file)), { recursive: true })
  writeFileSync(
    join(out, file),
    ['timestamp,anomaly_score', ...lines.map(([time], row) => `${time},${scores[row]}`), ''].join('\n'),
  )
}
console.log(`${files.length} files, ${rows} rows, ${alarms} rows with an alarm; results in ${out}`)
