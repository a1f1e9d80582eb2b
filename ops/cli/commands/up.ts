import { Option } from 'commander'
import { parsePace } from '../../../connectors/sources/tape/pace.ts'
import { type CommandFactory, command, dataOption } from '../command.ts'
import { parseDuration } from '../input/duration.ts'
import { wholeNumber } from '../input/whole-number.ts'
import { untilInterrupted } from '../interrupt.ts'
import type { Terminal } from '../terminal.ts'
import type { Reporter } from '../up/reporter.ts'
import { jsonReporter, lineReporter, screenReporter, summaryReporter } from '../up/reporters.ts'
import { runUp } from '../up/run-up.ts'
import { jsonLogger, plainLogger } from '../up/service-logger.ts'

interface Options {
  readonly data: string
  readonly port: number
  readonly for?: number
  readonly adopt?: string
  readonly log?: 'json' | 'text'
  readonly json?: boolean
  readonly host: boolean
  readonly tape?: string
  readonly pace?: number
}

export const create: CommandFactory = ({ terminal }) =>
  command('up', 'watch this machine: everything in one process', 'up --for 60s')
    .addOption(dataOption())
    .option('--port <number>', 'port of the API on 127.0.0.1; 0 takes a free one', wholeNumber(0, 65_535), 4280)
    .option('--for <time>', 'ends by itself after so long, with a summary; such as 60s', parseDuration)
    .option('--adopt <version>', 'take over on purpose from this newer version of a stage')
    .option(
      '--tape <file>',
      'play a recording (CSV, NDJSON, .gz) into a data folder of its own, instead of watching this machine',
    )
    .option('--pace <pace>', 'how fast a tape is played: fastest, real, or a factor such as x60', parsePace)
    .option('--no-host', 'do not watch this machine; only what is sent to the API')
    .addOption(new Option('--log <form>', 'never redraw: lines of text, or of JSON').choices(['text', 'json']))
    .option('--json', 'print nothing on stdout but the summary, as JSON')
    .addHelpText('after', '\nPOSTGRES_DSN names a PostgreSQL to use instead of the one that comes with Homeostat.')
    .action(async (options: Options) => {
      const reporter = reporterFor(options, terminal)
      const logger = (options.log === 'json' ? jsonLogger : plainLogger)(reporter.logged)
      const { data, port, adopt, for: forMs } = options
      const tape = options.tape === undefined ? undefined : { path: options.tape, pace: options.pace ?? Number.POSITIVE_INFINITY }
      const sources: readonly 'host'[] = options.host && !tape ? ['host'] : []
      const postgresDsn = terminal.env.POSTGRES_DSN || undefined
      await untilInterrupted(
        (interrupted) => runUp({ data, port, adopt, forMs, postgresDsn, sources, tape }, reporter, logger, interrupted),
        reporter.stopping,
      )
    })

const LINE_EVERY_MS = 5_000

function reporterFor({ log, json }: Options, terminal: Terminal): Reporter {
  if (json) return summaryReporter(terminal)
  if (log === 'json') return jsonReporter(terminal)
  return terminal.interactive && log !== 'text' ? screenReporter(terminal) : lineReporter(terminal, LINE_EVERY_MS)
}
