import { influxConfig } from '../../connectors/sinks/influx/influx-config.ts'
import { prometheusConfig } from '../../connectors/sources/prometheus/prometheus-config.ts'
import { queryConfig } from '../../connectors/sources/prometheus/query-config.ts'
import { remoteWriteConfig } from '../../connectors/sources/remote-write/remote-write-config.ts'
import { relabelConfig } from '../../connectors/sources/scrape/relabel-config.ts'
import { scrapeConfig } from '../../connectors/sources/scrape/scrape-config.ts'
import type { ConfigSchema } from '../../schemas/core/config.ts'
import { taskConfig } from '../../streams/runtime/task/settings.ts'
import { apiConfig } from '../app/api-config.ts'
import { kafkaConfig } from '../app/connection/kafka-config.ts'
import { stages } from '../app/stages.ts'
import { storageConfig } from '../app/storage-config.ts'
import { ruleConfig } from '../rules/rule-config.ts'

/** A part of the installation that has settings. */
export interface Component {
  /** As in errors and on the command line. */
  readonly name: string
  /** Where it belongs: a stage, or the runtime. */
  readonly within: string
  readonly schema: ConfigSchema
}

/** Everything that has settings: the connection, the runtime's tasks, the sources, then every processor of every stage. */
export function components(): readonly Component[] {
  const processors = stages.flatMap(({ name: within, processors }) =>
    processors.map(({ name, config }): Component => ({ name, within: `stage ${within}`, schema: config })),
  )
  return [
    { name: 'kafka', within: 'the connection', schema: kafkaConfig },
    { name: 'api', within: 'the port', schema: apiConfig },
    { name: 'storage', within: 'the data folder', schema: storageConfig },
    { name: 'task', within: 'the runtime', schema: taskConfig },
    { name: 'prometheus', within: 'sources.yaml', schema: prometheusConfig },
    { name: 'prometheus-query', within: 'the queries of prometheus', schema: queryConfig },
    { name: 'scrape', within: 'sources.yaml', schema: scrapeConfig },
    { name: 'scrape-relabel', within: 'the rules of scrape', schema: relabelConfig },
    { name: 'rule', within: '`rules` in rules.yaml', schema: ruleConfig },
    { name: 'influx', within: 'sinks.yaml', schema: influxConfig },
    { name: 'remote-write', within: '`remoteWrite` in sources.yaml', schema: remoteWriteConfig },
    ...processors.filter(({ schema }) => Object.keys(schema.properties).length > 0),
  ]
}
