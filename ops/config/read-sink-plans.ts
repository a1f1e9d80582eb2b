import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { Type } from '@sinclair/typebox'
import { influxConfig } from '../../connectors/sinks/influx/influx-config.ts'
import { type InfluxPlan, influxPlan } from '../../connectors/sinks/influx/influx-plan.ts'
import { configSchema, configure } from '../../schemas/core/config.ts'
import { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import { settingsFolder } from './settings-folder.ts'
import { SINKS_FILE } from './sinks-file-name.ts'

const sinksConfig = configSchema({
  influx: Type.Array(Type.Unknown(), { default: [], maxItems: 10, description: 'Servers that take line protocol.' }),
})

/**
 * Where signals and frames go to, by `sinks.yaml` in the folder of settings; nowhere without it.
 * @throws HS_FILE_UNREADABLE, HS_CONFIG_INVALID
 */
export async function readSinkPlans(
  data: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<readonly InfluxPlan[]> {
  const path = join(settingsFolder(data, env), SINKS_FILE)
  if (!existsSync(path)) return []
  const { parseYaml } = await import('./parse-yaml.ts') // reading YAML takes its time to load
  const { influx } = configure('sinks', sinksConfig, parseYaml(path) ?? {})
  const plans = influx.map((one) => influxPlan(configure('influx', influxConfig, one), { env, folder: dirname(resolve(path)) }))
  const twice = plans.find(({ name }, index) => plans.findIndex((other) => other.name === name) < index)
  if (twice === undefined) return plans
  throw new HomeostatError('HS_CONFIG_INVALID', {
    message: `${path}: two sinks are called ${twice.name}; give each a \`name\` of its own.`,
    value: twice.name,
  })
}
