import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { configure } from '../../schemas/core/config.ts'
import type { Finding } from '../../schemas/generated/records.ts'
import type { Context, Processor } from '../../streams/runtime/api/processor.ts'
import { ewma } from '../../streams/sense/ewma.ts'
import { levelShift } from '../../streams/sense/level-shift.ts'

// `node --import tsx ops/bench/nab.ts --data DIR --out DIR [--only ewma]`: what the detectors raise on the files of the Numenta Anomaly
// Benchmark (github.com/numenta/NAB; DIR holds windows.json and data/<category>/<name>.csv.gz), as result files for a NAB scorer. A row
// has the score of an alarm that was raised there, else 0: what a person would have been told, not what a detector thought.

const { values: options } = parseArgs({
  options: { data: { type: 'string' }, out: { type: 'string' }, only: { type: 'string' } },
})
const { data, out } = options
if (data === undefined || out === undefined) throw new Error('--data DIR and --out DIR are needed')
const processors = [ewma, levelShift].filter(({ name }) => options.only === undefined || name === options.only)
const files = Object.keys(JSON.parse(readFileSync(join(data, 'windows.json'), 'utf8')))
let [rows, alarms] = [0, 0]

for (const file of files) {
  const lines = gunzipSync(readFileSync(join(data, 'data', `${file}.gz`)))
    .toString()
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(','))
  const scores = scoresOf(lines.map(([time, value]) => ({ at: Date.parse(`${time.replace(' ', 'T')}Z`), value: Number(value) })))
  rows += scores.length
  alarms += scores.filter((score) => score > 0).length
  mkdirSync(dirname(join(out, file)), { recursive: true })
  writeFileSync(
    join(out, file),
    ['timestamp,anomaly_score', ...lines.map(([time], row) => `${time},${scores[row]}`), ''].join('\n'),
  )
}
console.log(`${files.length} files, ${rows} rows, ${alarms} rows with an alarm; results in ${out}`)

function scoresOf(samples: readonly { at: number; value: number }[]): number[] {
  const names = ['value']
  let raised: number[] = []
  const contexts = processors.map((processor) => contextOf(processor, ({ score }) => raised.push(score)))
  return samples.map(({ at, value }) => {
    raised = []
    const frame = { source: 'nab', at, names, values: Float64Array.of(value), labels: {} }
    processors.forEach((processor, index) => void processor.on.Frame?.(frame, contexts[index]))
    return Math.max(0, ...raised)
  })
}

function contextOf(processor: Processor, raised: (finding: Finding) => void): Context<unknown, unknown> {
  return {
    config: configure(processor.name, processor.config),
    key: 'default/nab',
    state: processor.state.empty(),
    at: 0,
    now: 0,
    nextId: () => '',
    emit: (_, type, value) => {
      if (type !== 'Finding') return
      const finding = value as unknown as Finding // the type was compared
      if (finding.phase === 'raised') raised(finding)
    },
    wakeAt: () => {},
    cancel: () => {},
    forget: () => {},
    window: () => [],
  }
}
