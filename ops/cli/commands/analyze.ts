import { readTape } from '../../../connectors/sources/tape/read-tape.ts'
import { senseStage } from '../../../streams/sense/sense-stage.ts'
import { changePoints } from '../../../streams/stats/change-points.ts'
import { kernelChanges } from '../../../streams/stats/kernel-changes.ts'
import { analyzeRows, type SeriesAnalysis } from '../../analyze/analyze-rows.ts'
import { type CommandFactory, command, jsonOption } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import { howMany } from '../format/how-many.ts'
import { printable } from '../format/table.ts'

interface Options {
  readonly json?: boolean
  readonly kernel?: boolean
}

export const create: CommandFactory = ({ terminal, outcome }) =>
  command('analyze', 'what the detectors say of the series in a file, and where their mean changes', 'analyze requests.csv')
    .argument('<file>', 'CSV or NDJSON as for --tape, maybe with .gz: a time and one or more metrics a row')
    .addOption(jsonOption())
    .option('--kernel', 'look for changes of any kind in the newest 1,440 samples, not for those of the mean')
    .addHelpText(
      'after',
      '\nNothing is published. Detectors see only what came before; changes are looked for looking back.' +
        '\nEnds with 1 when rows could not be read.',
    )
    .action(async (file: string, { json, kernel }: Options) => {
      const rows = readTape(file, { maxBytes: MOST_BYTES })
      const { series, rejected } = await analyzeRows(rows, senseStage.processors, kernel ? kernelChanges : changePoints)
      if (json) terminal.out(JSON.stringify({ series, rejected: rejected.map(({ message }) => message) }))
      else terminal.out(series.map(describe).join('\n\n') || 'There are no samples in this file.')
      if (rejected.length === 0) return
      outcome.code = exitCodes.failed
      if (!json) terminal.err(`${howMany(rejected.length, 'row')} could not be read. ${printable(rejected[0].message)}`)
    })

/** Of the decompressed file: all of its samples are held in memory. */
const MOST_BYTES = 500e6

function describe({ source, metric, samples, changes, findings }: SeriesAnalysis): string {
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
