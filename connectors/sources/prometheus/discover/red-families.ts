/** Metrics of one library or framework that count requests and measure how long they take. */
export interface RedFamily {
  /** What they have in common, such as `http_server`. */
  readonly name: string
  /** Counts requests. */
  readonly counter?: string
  /** Buckets of their duration in seconds. */
  readonly histogram?: string
}

/**
 * Metrics named after Prometheus' conventions (`…_requests_total`, `…_request_duration_seconds_bucket`), Spring's
 * (`http_server_requests_seconds_bucket`) or gRPC's (`grpc_server_handled_total`), in the order of their names; what has HTTP in its name
 * first. Requests for metrics themselves do not count.
 */
export function redFamilies(metrics: ReadonlySet<string>): readonly RedFamily[] {
  const families = new Map<string, RedFamily>()
  for (const metric of [...metrics].sort()) {
    if (OF_OTHERS.test(metric)) continue
    const [, counted] = /^(.+?)_(?:requests?|handled)_total$/.exec(metric) ?? []
    const [, measured] = /^(.+?)_(?:requests?_|handling_|response_)?(?:duration_|latency_)?seconds_bucket$/.exec(metric) ?? []
    if (counted !== undefined) families.set(counted, { ...families.get(counted), name: counted, counter: metric })
    else if (measured !== undefined && /requests?_|handling_|http|grpc|rpc/.test(metric))
      families.set(measured, { ...families.get(measured), name: measured, histogram: metric })
  }
  return [...families.values()].sort((a, b) => Number(b.name.includes('http')) - Number(a.name.includes('http'))).slice(0, MOST)
}

/** What exporters tell of disks and databases, and what serves metrics, counts requests too. */
const OF_OTHERS = /^(promhttp|scrape|net_conntrack|node|redis|pg|kube|probe|mysql|mongodb|kafka|elasticsearch)_/

/** More are not looked at: nobody reads a preview of a hundred. */
const MOST = 20
