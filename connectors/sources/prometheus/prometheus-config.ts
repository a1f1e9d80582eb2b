import { type Static, Type } from '@sinclair/typebox'
import { configSchema } from '../../../schemas/core/config.ts'
import { labelNames, queryConfig } from './query-config.ts'

/** One Prometheus-compatible server and what is asked of it. Empty texts are not set. */
export const prometheusConfig = configSchema({
  name: Type.String({
    default: 'prometheus',
    pattern: '^[a-zA-Z0-9][a-zA-Z0-9._-]*$',
    maxLength: 60,
    description: 'How this server is called on /healthz, in the log and in metrics; the source of what has no labels.',
  }),
  url: text('Address below which /api/v1/query is, required: http://host:9090, or with a path.', 2_000),
  everyMs: Type.Integer({
    default: 15_000,
    minimum: 1_000,
    maximum: 3_600_000,
    description: 'From one instant that is asked for to the next; instants lie on whole multiples of it.',
  }),
  timeoutMs: Type.Integer({
    default: 10_000,
    minimum: 100,
    maximum: 600_000,
    description: 'For all queries of one instant together; must be shorter than everyMs.',
  }),
  delayMs: Type.Integer({
    default: 0,
    minimum: 0,
    maximum: 300_000,
    description: 'How far behind the present the instants lie, for servers that get their data late.',
  }),
  groupBy: Type.Unsafe<string[]>({
    ...labelNames,
    default: ['instance'],
    description: 'Labels whose values, joined by `/`, form the source; the others stay with the metric.',
  }),
  prefix: text('Put before every source, such as `eu/`, so that servers with equal names of targets do not meet.', 100),
  labels: Type.Record(Type.String(), Type.String(), {
    default: {},
    description: 'Labels of every source of this server, such as region.',
  }),
  maxSeries: Type.Integer({
    default: 20_000,
    minimum: 1,
    maximum: 1_000_000,
    description: 'Series that are taken of one query; of more, the first in order of their names.',
  }),
  tokenFile: text('File with a bearer token; read at every interval, so it may be renewed.', 4_000),
  tokenEnv: text('Variable of the environment that holds a bearer token.', 200),
  username: text('Name for basic authentication.', 200),
  passwordFile: text('File with its password; read at every interval.', 4_000),
  passwordEnv: text('Variable of the environment that holds its password.', 200),
  tenant: text('Sent as X-Scope-OrgID: the tenant of Mimir, Cortex or Loki.', 200),
  caFile: text('File with the certificates that sign that of the server, PEM; otherwise what Node.js trusts.', 4_000),
  queries: Type.Array(queryConfig, {
    default: [],
    maxItems: 500,
    description:
      'What is asked for; `homeostat config prometheus-query` prints what each has. Without any, they are looked for at start.',
  }),
})

export type PrometheusConfig = Static<typeof prometheusConfig>

function text(description: string, maxLength: number) {
  return Type.String({ default: '', maxLength, description })
}
