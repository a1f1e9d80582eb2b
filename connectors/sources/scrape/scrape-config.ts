import { type Static, Type } from '@sinclair/typebox'
import { configSchema } from '../../../schemas/core/config.ts'
import { relabelConfig } from './relabel-config.ts'

/** Targets that are scraped alike. Empty texts are not set. */
export const scrapeConfig = configSchema({
  urls: Type.Array(Type.String({ minLength: 1, maxLength: 2_000 }), {
    default: [],
    minItems: 1,
    maxItems: 1_000,
    description: 'Addresses of the pages, required: http://host:9100/metrics; without a path it is /metrics.',
  }),
  source: text('Source of the values, for a single address; otherwise, and by default, host and port of each.', 200),
  everyMs: Type.Integer({
    default: 15_000,
    minimum: 1_000,
    maximum: 3_600_000,
    description: 'From one scrape of a target to the next; targets are spread over it.',
  }),
  timeoutMs: Type.Integer({
    default: 10_000,
    minimum: 100,
    maximum: 600_000,
    description: 'For one scrape; must be shorter than everyMs.',
  }),
  labels: Type.Record(Type.String(), Type.String(), {
    default: {},
    description: 'Labels of every source of these targets, such as region.',
  }),
  keep: patterns('Names of metrics as the page has them, regular expressions for the whole name; empty keeps all.'),
  drop: patterns('Names of metrics that are left out, likewise.'),
  relabel: Type.Array(relabelConfig, {
    default: [],
    maxItems: 100,
    description:
      'Rules that change names and labels of what is made of the page; `homeostat config scrape-relabel` prints what each has.',
  }),
  maxBytes: Type.Integer({
    default: 16_000_000,
    minimum: 1_000,
    maximum: 256_000_000,
    description: 'Largest page that is read, decompressed.',
  }),
  tokenFile: text('File with a bearer token; read at every scrape, so it may be renewed.', 4_000),
  tokenEnv: text('Variable of the environment that holds a bearer token.', 200),
  username: text('Name for basic authentication.', 200),
  passwordFile: text('File with its password; read at every scrape.', 4_000),
  passwordEnv: text('Variable of the environment that holds its password.', 200),
  caFile: text('File with the certificates that sign that of the target, PEM; otherwise what Node.js trusts.', 4_000),
})

export type ScrapeConfig = Static<typeof scrapeConfig>

function text(description: string, maxLength: number) {
  return Type.String({ default: '', maxLength, description })
}

function patterns(description: string) {
  return Type.Array(Type.String({ minLength: 1, maxLength: 1_000 }), { default: [], maxItems: 200, description })
}
