import { readTape } from '../../../connectors/sources/tape/read-tape.ts'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { senseStage } from '../../../streams/sense/sense-stage.ts'
import { changePoints } from '../../../streams/stats/change-points.ts'
import { kernelChanges } from '../../../streams/stats/kernel-changes.ts'
import { analyzeRows } from '../../analyze/analyze-rows.ts'
import { analyzeQuery } from '../analyze/analyze-query.ts'
import { describeSeries } from '../analyze/describe-series.ts'
import { type CommandFactory, command, dataOption, jsonOption } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import { howMany } from '../format/how-many.ts'
import { printable } from '../format/table.ts'

interface Options {
  readonly data: string
  readonly json?: boolean
  readonly kernel?: boolean
  readonly query?: string
  readonly prometheus?: string
  readonly server?: string
  readonly lookback?: string
  readonly label: Readonly<Record<string, string>>
  readonly metric?: string
}

export const create: CommandFactory = ({ terminal, outcome }) =>
  command(
    'analyze',
    'what the detectors say of the series in a file or of a query, and where their mean changes',
    'analyze requests.csv',
  )
    .argument('[file]', 'CSV or NDJSON as for --tape, maybe with .gz: a time and one or more metrics a row')
    .addOption(jsonOption())
    .option('--kernel', 'look for changes of any kind in the newest 1,440 samples, not for those of the mean')
    .option('--query <promql>', 'ask a Prometheus for this expression instead of reading a file')
    .option('--prometheus <url|file>', 'whom to ask; default $PROM_URL, else sources.yaml in the data folder')
    .option('--server <name>', 'which one, where the file names several')
    .option('--lookback <time>', 'how far back, 1m to 14d; default 6h')
    .option('--label <name=value>', 'a label that a series of the answer must have; may be repeated', withLabel, {})
    .option('--metric <name>', 'what the series are called: the name of a sensor brings its unit and its bad direction')
    .addOption(dataOption())
    .addHelpText(
      'after',
      '\nNothing is published. Detectors see only what came before; changes are looked for looking back.' +
        '\nEnds with 1 when rows could not be read.',
    )
    .action(async (file: string | undefined, { json, kernel, query, ...asked }: Options) => {
      if ((file === undefined) === (query === undefined)) {
        throw new HomeostatError('HS_USAGE', { message: 'Name either a file or a query.' })
      }
      if (query !== undefined) return analyzeQuery(terminal, { ...asked, query, json, labels: asked.label })
      const rows = readTape(file ?? '', { maxBytes: MOST_BYTES })
      const { series, rejected } = await analyzeRows(rows, senseStage.processors, kernel ? kernelChanges : changePoints)
      if (json) terminal.out(JSON.stringify({ series, rejected: rejected.map(({ message }) => message) }))
      else terminal.out(series.map(describeSeries).join('\n\n') || 'There are no samples in this file.')
      if (rejected.length === 0) return
      outcome.code = exitCodes.failed
      if (!json) terminal.err(`${howMany(rejected.length, 'row')} could not be read. ${printable(rejected[0].message)}`)
    })

/** Of the decompressed file: all of its samples are held in memory. */
const MOST_BYTES = 500e6

function withLabel(text: string, given: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const [, name, value = ''] = /^([a-zA-Z_][a-zA-Z0-9_]*)=(.*)$/s.exec(text) ?? []
  if (name === undefined) throw new HomeostatError('HS_USAGE', { value: text, message: 'A label is given as name=value.' })
  return { ...given, [name]: value }
}
