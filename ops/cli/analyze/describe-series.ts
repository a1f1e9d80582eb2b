import type { SeriesAnalysis } from '../../analyze/analyze-rows.ts'
import { howMany } from '../format/how-many.ts'
import { printable } from '../format/table.ts'

/** A line for the series, and one for each change and finding. */
export function describeSeries({ source, metric, samples, changes, findings }: SeriesAnalysis): string {
  const raised = findings.filter(({ phase }) => phase === 'raised')
  const head = `${source} ${metric}: ${howMany(samples, 'sample')}, ${howMany(changes.length, 'change')}, ${howMany(raised.length, 'finding')}`
  return [
    head,
    ...changes.map(({ at, before, after }) => `  ${timeOf(at)}  changes from ${short(before)} to ${short(after)} in the mean`),
    ...raised.map(({ at, method, score, hint }) => `  ${timeOf(at)}  ${method} ${score.toFixed(3)}: ${hint}`),
  ]
    .map(printable)
    .join('\n')
}

function timeOf(at: number): string {
  return new Date(at).toISOString()
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)))
}
