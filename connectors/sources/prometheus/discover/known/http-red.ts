import { golden } from '../golden.ts'
import type { Recogniser } from '../proposal.ts'
import { type RedFamily, redFamilies } from '../red-families.ts'
import type { Survey } from '../survey.ts'

/**
 * Services by what they count and measure of their requests: rate, errors and duration (Wilkie's RED method), and how many are under way.
 * The source is the service: its label `service` (with `namespace`) where there is one, else the job.
 */
export const httpRed: Recogniser = {
  name: 'requests',
  propose: (survey) => redFamilies(survey.metrics).flatMap((family, index) => ofFamily(family, survey, index === 0)),
}

function ofFamily({ name, counter, histogram }: RedFamily, { metrics, labels, window }: Survey, isFirst: boolean) {
  const count = counter ?? histogram?.replace(/_bucket$/, '_count')
  if (count === undefined) return []
  const known = labels.get(counter ?? histogram ?? '') ?? []
  const groupBy = known.includes('service') ? ['namespace', 'service'].filter((label) => known.includes(label)) : ['job']
  const by = groupBy.join(', ')
  const total = (where = '') => `sum by (${by}) (rate(${count}${where}[${window}]))`
  // One service may count in two ways: the second is told apart by a label.
  const named = (expression: string) => (isFirst ? expression : `label_replace(${expression}, "of", "${name}", "", "")`)
  const quantile = (q: number) => `1000 * histogram_quantile(${q}, sum by (${by}, le) (rate(${histogram}[${window}])))`
  const failed = failedWhere(known)
  const underWay = [`${name}_requests_in_flight`, `${name}_in_flight_requests`].find((metric) => metrics.has(metric))
  return [
    golden('throughput', groupBy, named(total())),
    // Without an `or`, the series would begin only with the first error.
    ...(failed === undefined ? [] : [golden('error_rate', groupBy, named(`(${total(failed)} or 0 * ${total()})`))]),
    ...(histogram === undefined
      ? []
      : [
          golden('response_time_p95', groupBy, named(quantile(0.95))),
          golden('response_time_p99', groupBy, named(quantile(0.99))),
        ]),
    ...(underWay === undefined ? [] : [golden('request_queue', groupBy, named(`sum by (${by}) (${underWay})`))]),
  ]
}

/** How a failed request is told from others; undefined when it is not. */
function failedWhere(labels: readonly string[]): string | undefined {
  if (labels.includes('grpc_code')) return '{grpc_code=~"Unknown|DeadlineExceeded|Internal|Unavailable|DataLoss"}'
  const code = ['code', 'status', 'status_code', 'http_status_code', 'http_response_status_code'].find((label) =>
    labels.includes(label),
  )
  return code === undefined ? undefined : `{${code}=~"5..|5xx"}`
}
