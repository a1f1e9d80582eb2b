import { errorEntries } from '../error-entry.ts'

export const prometheusErrors = errorEntries({
  HS_PROM_UNREACHABLE: {
    says: 'The Prometheus server cannot be reached.',
    remedy: 'Check its URL, that it runs, and what stands between; it is asked again at every interval.',
    reaction: 'wait',
    status: 502,
  },
  HS_PROM_TLS: {
    says: 'The certificate of the Prometheus server is not trusted.',
    remedy: 'Name the file of the authority that signed it as `caFile`, and use the host name that the certificate has.',
    reaction: 'wait',
    status: 502,
  },
  HS_PROM_TIMEOUT: {
    says: 'The Prometheus server did not answer in time.',
    remedy: 'Make the expression cheaper (a recording rule), or raise `timeoutMs`, which must stay below the interval.',
    reaction: 'wait',
    status: 504,
  },
  HS_PROM_UNAUTHORIZED: {
    says: 'The Prometheus server refuses the token, the password, or their absence.',
    remedy: 'Put a valid one into the file or variable that the configuration names; a file is read again at every interval.',
    reaction: 'wait',
    status: 502,
  },
  HS_PROM_BUSY: {
    says: 'The Prometheus server asks to be left alone for a while (429 or 503).',
    remedy: 'Nothing, if it passes: its Retry-After is respected. Otherwise ask for less, or less often.',
    reaction: 'wait',
    status: 503,
  },
  HS_PROM_FAILED: {
    says: 'The Prometheus server failed to answer.',
    remedy: 'Look at its own log; it is asked again at every interval.',
    reaction: 'wait',
    status: 502,
  },
  HS_PROM_FOREIGN: {
    says: 'What answers at this URL is not the API of Prometheus.',
    remedy: 'Give the URL below which `/api/v1/query` is; a login page or a proxy in between needs a token.',
    reaction: 'wait',
    status: 502,
  },
  HS_PROM_ANSWER_BROKEN: {
    says: 'The answer of the Prometheus server ends in the middle or cannot be read.',
    remedy: 'Look for a proxy that cuts answers off; nothing of a broken answer is taken.',
    reaction: 'wait',
    status: 502,
  },
  HS_PROM_ANSWER_TOO_LARGE: {
    says: 'The answer of the Prometheus server is larger than is read of one query.',
    remedy: 'Aggregate in the expression (`sum by (…)`), or divide it into several queries.',
    reaction: 'wait',
    status: 502,
  },
  HS_PROM_ANSWER_PARTIAL: {
    says: 'The Prometheus server says itself that its answer is not complete.',
    remedy: 'Look at what it is made of (stores of Thanos, remote reads); what it gave was taken.',
    reaction: 'wait',
  },
  HS_PROM_QUERY_REFUSED: {
    says: 'The Prometheus server refuses the expression, or it does not give one value a series.',
    remedy: 'Try the expression in its own page; it must give an instant vector or a scalar.',
    reaction: 'wait',
    status: 422,
  },
  HS_PROM_EMPTY: {
    says: 'The expression gives no series now.',
    remedy:
      'If it should, check names and labels with `homeostat connect prometheus`; add `or vector(0)` where nothing means zero.',
    reaction: 'wait',
  },
  HS_PROM_SERIES_TOO_MANY: {
    says: 'A query gives more series than are taken of one.',
    remedy:
      'Aggregate in the expression; `maxSeries` allows more where they are meant. The first in order of their names were taken.',
    reaction: 'wait',
  },
  HS_PROM_METRICS_TOO_MANY: {
    says: 'The queries together give one source more metrics than a frame may have.',
    remedy: 'Add a label to `groupBy`, or aggregate; the first 2,000 of each source were taken.',
    reaction: 'wait',
  },
  HS_PROM_SERIES_TWICE: {
    says: 'Two series get the same source and metric name.',
    remedy: 'Give one query another name, or keep the label that tells them apart; nothing of the later query was taken.',
    reaction: 'wait',
  },
  HS_PROM_LABEL_MISSING: {
    says: 'No series of a query has the labels that form the source.',
    remedy:
      'Keep them in the expression (`sum by (instance)`), or change `groupBy` of the query; `[]` makes the server the source.',
    reaction: 'wait',
  },
  HS_PROM_CLOCK_SKEW: {
    says: 'The clock of the Prometheus server and that of this machine differ.',
    remedy: 'Set both by NTP: values are asked for, and dated, by the clock of this machine.',
    reaction: 'wait',
  },
})
