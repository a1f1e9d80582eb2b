import type { Tried } from '../../../connectors/sources/prometheus/discover/preview.ts'
import type { Survey } from '../../../connectors/sources/prometheus/discover/survey.ts'
import { formatCount } from '../format/count.ts'
import { howMany } from '../format/how-many.ts'
import { formatNumber } from '../format/number.ts'
import { formatTable } from '../format/table.ts'

/** What was found on a server. */
export interface Found {
  readonly url: string
  readonly survey: Survey
  readonly tried: readonly Tried[]
}

/** A table of what gives series, and under it what does not. */
export function describe({ url, survey, tried }: Found): string {
  const useful = tried.filter(({ series }) => series > 0)
  const rows = useful.map(({ of, query, series, example }) => [
    query.name,
    of,
    query.groupBy.join(', '),
    series,
    example === undefined ? '' : `${example.source} ${formatNumber(example.value)} ${query.unit}`.trim(),
  ])
  const table = useful.length === 0 ? ['Nothing that is known gives series now.'] : [formatTable(HEAD, rows)]
  const series = useful.reduce((sum, one) => sum + one.series, 0)
  return [
    describeServer(url, survey),
    '',
    ...table,
    ...(useful.length === 0
      ? []
      : ['', `Queries that give series: ${useful.length}, with ${formatCount(series)} series together.`]),
    ...tried.filter(({ error }) => error !== undefined).map(describeTrouble),
  ].join('\n')
}

const HEAD = ['METRIC', 'FOUND AS', 'SOURCE IS', 'SERIES', 'SUCH AS']

function describeServer(url: string, { version, metrics, targets }: Survey): string {
  const down = targets?.filter(({ up }) => !up) ?? []
  return [
    `${url}: ${version === '' ? 'a server that does not tell its version' : `version ${version}`}, ${howMany(metrics.size, 'metric')}${
      targets === undefined ? '' : `, ${howMany(targets.length, 'target')}`
    }`,
    ...down.map(({ job, instance, error }) => `  ${job} ${instance} is down${error === '' ? '' : `: ${error}`}`),
  ].join('\n')
}

function describeTrouble({ of, error }: Tried): string {
  return `  ${of}: ${error?.message} [${error?.code}]`
}

/** The same for programs. */
export function asJson({ url, survey, tried }: Found) {
  const { version, metrics, targets, window } = survey
  return {
    url,
    version,
    metrics: metrics.size,
    targets: targets ?? null,
    window,
    queries: tried.map(({ of, query, series, example, error }) => ({
      ...query,
      of,
      series,
      example: example ?? null,
      error: error === undefined ? null : { code: error.code, message: error.message },
    })),
  }
}
