import type { ErrorEntry } from './error-entry.ts'
import { apiErrors } from './errors/api.ts'
import { attentionErrors } from './errors/attention.ts'
import { auditErrors } from './errors/audit.ts'
import { cliErrors } from './errors/cli.ts'
import { codecErrors } from './errors/codec.ts'
import { coreErrors } from './errors/core.ts'
import { influxErrors } from './errors/influx.ts'
import { ingestErrors } from './errors/ingest.ts'
import { kafkaErrors } from './errors/kafka.ts'
import { logErrors } from './errors/log.ts'
import { prometheusErrors } from './errors/prometheus.ts'
import { readingErrors } from './errors/reading.ts'
import { remoteWriteErrors } from './errors/remote-write.ts'
import { runtimeErrors } from './errors/runtime.ts'
import { scrapeErrors } from './errors/scrape.ts'
import { serverErrors } from './errors/servers.ts'
import { sourceErrors } from './errors/source.ts'
import { tapeErrors } from './errors/tape.ts'

/** The errors by domain, in the order of the reference page. */
export const errorDomains = {
  core: coreErrors,
  codec: codecErrors,
  log: logErrors,
  kafka: kafkaErrors,
  runtime: runtimeErrors,
  source: sourceErrors,
  prometheus: prometheusErrors,
  scrape: scrapeErrors,
  remoteWrite: remoteWriteErrors,
  ingest: ingestErrors,
  influx: influxErrors,
  tape: tapeErrors,
  attention: attentionErrors,
  reading: readingErrors,
  api: apiErrors,
  cli: cliErrors,
  servers: serverErrors,
  audit: auditErrors,
}

type Domains = typeof errorDomains

export type ErrorCode = { [D in keyof Domains]: keyof Domains[D] }[keyof Domains]

/** Every error that Homeostat knows, by code; the reference page is generated from it. */
export const errorCatalogue: Readonly<Record<ErrorCode, ErrorEntry>> = Object.assign({}, ...Object.values(errorDomains))
