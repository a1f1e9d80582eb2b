import type { Command } from 'commander'
import { prometheusClient } from '../../../connectors/sources/prometheus/client.ts'
import { preview } from '../../../connectors/sources/prometheus/discover/preview.ts'
import { propose } from '../../../connectors/sources/prometheus/discover/propose.ts'
import { surveyServer } from '../../../connectors/sources/prometheus/discover/survey.ts'
import { prometheusConfig } from '../../../connectors/sources/prometheus/prometheus-config.ts'
import { prometheusPlan } from '../../../connectors/sources/prometheus/prometheus-plan.ts'
import { configure } from '../../../schemas/core/config.ts'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { configOfUrl } from '../../config/config-of-url.ts'
import { type CommandContext, command, jsonOption } from '../command.ts'
import { untilInterrupted } from '../interrupt.ts'
import { asJson, describe, type Found } from './describe-found.ts'
import { writeSources } from './write-sources.ts'

interface Options {
  readonly name?: string
  readonly write?: string
  readonly json?: boolean
}

export function prometheusCommand({ terminal }: CommandContext): Command {
  return command(
    'prometheus',
    'find what a Prometheus server knows that is worth watching',
    'connect prometheus http://localhost:9090',
  )
    .argument('[url]', 'address of the server; default $PROM_URL')
    .option('--name <name>', 'how the server is to be called')
    .option('--write <file>', 'write the queries that give series into a new file, such as data/sources.yaml')
    .addOption(jsonOption())
    .addHelpText('after', HELP)
    .action(async (given: string | undefined, { name, write, json }: Options) => {
      const url = given || terminal.env.PROM_URL
      if (!url) throw new HomeostatError('HS_USAGE', { message: 'Name the server: a URL, or PROM_URL in the environment.' })
      const config = { ...configOfUrl(url, terminal.env), ...(name !== undefined && { name }) }
      const found = await untilInterrupted((interrupted) => look(config, terminal.env, interrupted))
      terminal.out(json ? JSON.stringify(asJson(found)) : describe(found))
      if (write === undefined) {
        if (!json)
          terminal.out(
            '\nNothing was written; --write data/sources.yaml writes what gives series, and `homeostat up` asks for it.',
          )
        return
      }
      writeSources(write, config, found)
      terminal.err(`${write} has been written. Read it, then start with \`homeostat up --prometheus ${write}\`.`)
    })
}

const HELP = `
Only reads. What the server wants to see comes from the environment: HOMEOSTAT_PROMETHEUS_TOKEN or …_TOKEN_FILE, …_USERNAME with
…_PASSWORD or …_PASSWORD_FILE, …_TENANT, …_CA_FILE. Secrets themselves are never written.`

async function look(
  given: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string | undefined>>,
  interrupted: AbortSignal,
): Promise<Found> {
  const plan = prometheusPlan(configure('prometheus', prometheusConfig, given), { env, folder: process.cwd() })
  const client = prometheusClient(plan.server)
  try {
    const survey = await surveyServer(client, AbortSignal.any([AbortSignal.timeout(LONGEST_MS), interrupted]))
    const patient = { ...plan, timeoutMs: LONGEST_MS } // a preview may be slower than an interval
    const tried = await preview(client, patient, propose(survey), Date.now(), interrupted)
    return { url: plan.server.url, survey, tried }
  } finally {
    client.close()
  }
}

const LONGEST_MS = 60_000
