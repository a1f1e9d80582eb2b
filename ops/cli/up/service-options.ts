import { type Command, Option } from 'commander'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { apiAccess } from '../../app/api-access.ts'
import type { ConnectionFlags } from '../../app/connection/connection-flags.ts'
import { connectionOf } from '../../app/connection/connection-of.ts'
import type { Role } from '../../app/roles.ts'
import type { Tape } from '../../app/start-tape.ts'
import { storageSettings } from '../../app/storage-settings.ts'
import { noSourcePlans } from '../../config/no-source-plans.ts'
import { readAskable } from '../../config/read-askable.ts'
import { readSinkPlans } from '../../config/read-sink-plans.ts'
import { readSourcePlans } from '../../config/read-source-plans.ts'
import { settingsFolder } from '../../config/settings-folder.ts'
import type { SourcePlans } from '../../config/source-plans.ts'
import { readRules } from '../../rules/rules-file.ts'
import { withConnection } from '../connection-options.ts'
import { parseDuration } from '../input/duration.ts'
import { wholeNumber } from '../input/whole-number.ts'
import { untilInterrupted } from '../interrupt.ts'
import type { Terminal } from '../terminal.ts'
import type { Reporter } from './reporter.ts'
import { jsonReporter, lineReporter, screenReporter, summaryReporter } from './reporters.ts'
import { runUp } from './run-up.ts'
import { jsonLogger, plainLogger } from './service-logger.ts'

/** What `up` and `run` are told alike. */
export interface ServiceOptions extends ConnectionFlags {
  readonly postgres?: string
  readonly port: number
  readonly for?: number
  readonly adopt?: string
  readonly log?: 'json' | 'text'
  readonly json?: boolean
  readonly host: boolean
  readonly prometheus?: string
  readonly self?: boolean
}

export function withService(command: Command): Command {
  return withConnection(command)
    .option('--postgres <dsn>', 'PostgreSQL of the read models; default $POSTGRES_DSN, else one of its own')
    .option('--port <number>', 'port of the API; 0 takes a free one', wholeNumber(0, 65_535), 4280)
    .option('--for <time>', 'ends by itself after so long, with a summary; such as 60s', parseDuration)
    .option('--adopt <version>', 'take over on purpose from this newer version of a stage')
    .option('--no-host', 'do not watch this machine; only what is sent to the API')
    .option('--prometheus <url|file>', 'ask a Prometheus server, or what a file names; default sources.yaml in the data folder')
    .option('--self', 'watch the metrics of this process too, as the source homeostat@HOST')
    .addOption(new Option('--log <form>', 'never redraw: lines of text, or of JSON').choices(['text', 'json']))
    .option('--json', 'print nothing on stdout but the summary, as JSON')
}

/** Runs a process with these roles until it is interrupted or its time is over. */
export async function runService(
  options: ServiceOptions,
  { roles, tape }: { readonly roles: readonly Role[]; readonly tape?: Tape | undefined },
  terminal: Terminal,
): Promise<void> {
  const reporter = reporterFor(options, terminal)
  const logger = (options.log === 'json' ? jsonLogger : plainLogger)(reporter.logged)
  const { port, adopt, for: forMs, host, self = false } = options
  const connection = connectionOf(options, terminal.env)
  const access = apiAccess(terminal.env)
  const storage = storageSettings(terminal.env)
  const sources: readonly 'host'[] = host && !tape ? ['host'] : []
  const asked = await askedBy(options, roles, tape !== undefined, terminal.env)
  const influx = roles.includes('projections') ? await readSinkPlans(options.data, terminal.env) : []
  const rules = roles.includes('stages') ? await readRules(settingsFolder(options.data, terminal.env)) : undefined
  const askable = roles.includes('api') ? await readAskable(options.prometheus, options.data, terminal.env) : []
  const postgresDsn = options.postgres || terminal.env.POSTGRES_DSN || undefined
  await untilInterrupted(
    (interrupted) =>
      runUp(
        {
          connection,
          roles,
          access,
          storage,
          port,
          adopt,
          forMs,
          postgresDsn,
          sources,
          ...asked,
          rules,
          askable,
          self,
          influx,
          tape,
        },
        reporter,
        logger,
        interrupted,
      ),
    reporter.stopping,
  )
}

/**
 * The servers and targets that this process asks.
 * @throws HS_USAGE where they are named for a process that measures nothing, and what readSourcePlans throws
 */
async function askedBy(
  { prometheus, data }: ServiceOptions,
  roles: readonly Role[],
  hasTape: boolean,
  env: Terminal['env'],
): Promise<SourcePlans> {
  if (!hasTape && roles.includes('sources')) return readSourcePlans(prometheus, data, env)
  if (!hasTape && roles.includes('api') && prometheus === undefined) {
    const { remoteWrite } = await readSourcePlans(undefined, data, env)
    return { ...noSourcePlans(), remoteWrite }
  }
  if (prometheus === undefined) return noSourcePlans()
  const why = hasTape ? 'a tape has the time of its log to itself' : 'this process has no role `sources`'
  throw new HomeostatError('HS_USAGE', { value: prometheus, message: `--prometheus does not go here: ${why}.` })
}

const LINE_EVERY_MS = 5_000

function reporterFor({ log, json }: ServiceOptions, terminal: Terminal): Reporter {
  if (json) return summaryReporter(terminal)
  if (log === 'json') return jsonReporter(terminal)
  return terminal.interactive && log !== 'text' ? screenReporter(terminal) : lineReporter(terminal, LINE_EVERY_MS)
}
