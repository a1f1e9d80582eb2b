import type { Command } from 'commander'
import { previewTarget } from '../../../connectors/sources/scrape/preview-target.ts'
import { scrapeClient } from '../../../connectors/sources/scrape/scrape-client.ts'
import { scrapeConfig } from '../../../connectors/sources/scrape/scrape-config.ts'
import { scrapePlans } from '../../../connectors/sources/scrape/scrape-plan.ts'
import { configure } from '../../../schemas/core/config.ts'
import { systemClock } from '../../../streams/runtime/ports/clock.ts'
import { type CommandContext, command, jsonOption } from '../command.ts'
import { parseDuration } from '../input/duration.ts'
import { untilInterrupted } from '../interrupt.ts'
import { describeTarget } from './describe-target.ts'
import { entryFor } from './entry-for.ts'

interface Options {
  readonly wait: number
  readonly tokenFile?: string
  readonly caFile?: string
  readonly json?: boolean
}

export function scrapeCommand({ terminal }: CommandContext): Command {
  return command(
    'scrape',
    'look at the page of an exporter, and show what would be made of it',
    'connect scrape http://localhost:9100',
  )
    .argument('<url>', 'address of the page; without a path it is /metrics')
    .option('--wait <time>', 'between the two pages that it asks for, for rates; default 2s', parseDuration, 2_000)
    .option('--token-file <file>', 'file with the bearer token that the target wants to see')
    .option('--ca-file <file>', 'file with the certificates that sign that of the target')
    .addOption(jsonOption())
    .addHelpText('after', '\nOnly reads, and prints what to add to sources.yaml.')
    .action(async (url: string, { wait, tokenFile = '', caFile = '', json }: Options) => {
      const given = { urls: [url], ...(tokenFile && { tokenFile }), ...(caFile && { caFile }) }
      const [plan] = scrapePlans(configure('scrape', scrapeConfig, given), { env: terminal.env, folder: process.cwd() })
      const client = scrapeClient(plan.server, plan.maxBytes)
      const found = await untilInterrupted((signal) =>
        previewTarget(plan, client, { waitMs: wait, clock: systemClock, signal }),
      ).finally(client.close)
      const entry = entryFor(given, found.families)
      if (!json) return terminal.out(describeTarget(plan.server.url, found, entry))
      const { frame, families, samples, dropped, error } = found
      const metrics = frame ? Object.fromEntries(frame.names.map((name, i) => [name, frame.values[i]])) : {}
      const problem = error === undefined ? null : { code: error.code, message: error.message }
      terminal.out(
        JSON.stringify({ url: plan.server.url, source: plan.source, families, samples, metrics, dropped, error: problem, entry }),
      )
    })
}
