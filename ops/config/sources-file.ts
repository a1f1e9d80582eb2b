import { dirname, resolve } from 'node:path'
import { Type } from '@sinclair/typebox'
import { parseDocument } from 'yaml'
import { prometheusConfig } from '../../connectors/sources/prometheus/prometheus-config.ts'
import { type PrometheusPlan, prometheusPlan } from '../../connectors/sources/prometheus/prometheus-plan.ts'
import { configSchema, configure } from '../../schemas/core/config.ts'
import { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import { readTextFile } from '../../schemas/core/read-text-file.ts'

const sourcesConfig = configSchema({
  prometheus: Type.Array(Type.Unknown(), { default: [], maxItems: 50, description: 'Prometheus-compatible servers.' }),
})

/**
 * The servers of a file in YAML (or JSON, which is YAML too), checked whole before anything is asked.
 * @throws HS_FILE_UNREADABLE, HS_CONFIG_INVALID with the line, or the path of the setting
 */
export function readSourcesFile(path: string, env: Readonly<Record<string, string | undefined>>): readonly PrometheusPlan[] {
  const { prometheus } = configure('sources', sourcesConfig, parsed(path, readTextFile(path)) ?? {})
  const surroundings = { env, folder: dirname(resolve(path)) }
  const plans = prometheus.map((given) => prometheusPlan(configure('prometheus', prometheusConfig, given), surroundings))
  const twice = plans.find(({ name }, index) => plans.findIndex((other) => other.name === name) < index)
  if (twice === undefined) return plans
  throw new HomeostatError('HS_CONFIG_INVALID', {
    message: `${path}: two servers are called ${twice.name}; give each a \`name\` of its own.`,
    value: twice.name,
  })
}

function parsed(path: string, text: string): unknown {
  const document = parseDocument(text)
  const [error] = document.errors
  if (error === undefined) return document.toJS()
  const line = error.linePos?.[0].line
  throw new HomeostatError('HS_CONFIG_INVALID', {
    message: `${path}${line === undefined ? '' : `, line ${line}`}: ${error.message.split('\n')[0]}`,
    value: line,
  })
}
