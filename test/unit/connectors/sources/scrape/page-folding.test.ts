import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { ownPage } from '../../../../../connectors/sources/scrape/own-page.ts'
import { pageFolding } from '../../../../../connectors/sources/scrape/page-folding.ts'
import { relabelConfig } from '../../../../../connectors/sources/scrape/relabel-config.ts'
import { scrapeConfig } from '../../../../../connectors/sources/scrape/scrape-config.ts'
import { scrapePlans } from '../../../../../connectors/sources/scrape/scrape-plan.ts'
import { configure } from '../../../../../schemas/core/config.ts'
import { codeOf } from '../../../../../schemas/core/homeostat-error.ts'
import { hardships } from '../../../../integration/ordeal/support/hardships.ts'

const soon = new AbortController().signal

/** Folds one page after the other, ten seconds apart; gives the metrics of each. */
function target(given: object = {}) {
  const [plan] = scrapePlans(configure('scrape', scrapeConfig, { urls: ['http://web-1:9100'], ...given }), {
    env: {},
    folder: '.',
  })
  const folding = pageFolding(plan)
  let at = 1_000_000
  const fold = async (page: string) => {
    at += 10_000
    return folding.fold(await ownPage(async () => page).page(soon), at, at)
  }
  return {
    fold,
    async metrics(page: string) {
      const { frame } = await fold(page)
      return Object.fromEntries(frame?.names.map((name, i) => [name, frame.values[i]]) ?? [])
    },
  }
}

test('should take gauges as they are, and give a frame of the source of the target', async () => {
  const { frame } = await target({ labels: { region: 'eu' } }).fold('# TYPE t gauge\nt{b="2",a="1"} 3\nup 1\n')
  assert.equal(
    [frame?.source, frame?.at, frame?.names, [...(frame?.values ?? [])]],
    ['web-1:9100', 1_010_000, ['t{a="1",b="2"}', 'up'], [3, 1]],
  )
  assert.is(frame?.labels.region, 'eu')
})

test('should make rates of counters, none of the first value and none of a reset', async () => {
  const { metrics } = target()
  const page = (value: number) => `# TYPE requests_total counter\nrequests_total{code="200"} ${value}\n`
  assert.equal(await metrics(page(1_000)), {})
  assert.equal(await metrics(page(1_050)), { 'requests_rate{code="200"}': 5 })
  assert.equal(await metrics(page(20)), {}, hardships.targetReset.comes)
  assert.equal(await metrics(page(30)), { 'requests_rate{code="200"}': 1 })
})

test('should tell counters without a type by their names', async () => {
  const { metrics } = target()
  await metrics('a_total 1\n# TYPE b_total gauge\nb_total 1\n# TYPE c_total untyped\nc_total 1\n')
  assert.equal(await metrics('a_total 11\n# TYPE b_total gauge\nb_total 5\n# TYPE c_total untyped\nc_total 21\n'), {
    a_rate: 1,
    b_total: 5,
    c_rate: 2,
  })
})

const histogram = (counts: readonly number[], sum: number, inf = true) =>
  [
    '# TYPE d histogram',
    `d_bucket{le="0.1"} ${counts[0]}`,
    `d_bucket{le="0.2"} ${counts[1]}`,
    `d_bucket{le="1"} ${counts[2]}`,
    ...(inf ? [`d_bucket{le="+Inf"} ${counts[2]}`] : []),
    `d_sum ${sum}`,
    `d_count ${counts[2]}`,
    '',
  ].join('\n')

test('should make quantiles of what fell into the buckets since the last page', async () => {
  const { metrics } = target()
  assert.equal(await metrics(histogram([100, 100, 100], 5)), {})
  const { d_p50, d_p90, d_p99, ...rest } = await metrics(histogram([105, 107, 112], 9.8))
  assert.equal(rest, { d_rate: 1.2, d_mean: (9.8 - 5) / 12 })
  assert.ok(Math.abs(d_p50 - 0.15) < 1e-12 && d_p90 < d_p99, `${d_p50} ${d_p90} ${d_p99}`)
  assert.equal(await metrics(histogram([105, 107, 112], 9.8)), { d_rate: 0 })
  assert.equal(await metrics(histogram([1, 1, 1], 0.1)), {})
})

test('should leave out a histogram without a bucket for everything, name it, and take the rest', async () => {
  const { fold } = target()
  await fold(`${histogram([1, 2, 3], 1, false)}up 1\n`)
  const { frame, error } = await fold(`${histogram([2, 3, 4], 2, false)}up 1\n`)
  assert.equal([frame?.names, error?.code, error?.value], [['up'], 'HS_SCRAPE_HISTOGRAM_BROKEN', 'd'])
})

test('should take the quantiles of a summary as they are, and rate and mean of its counts', async () => {
  const { metrics } = target()
  const page = (count: number, sum: number) =>
    `# TYPE s summary\ns{quantile="0.5"} 0.2\ns{quantile="0.9"} NaN\ns_sum ${sum}\ns_count ${count}\n`
  assert.equal(await metrics(page(10, 5)), { 's{quantile="0.5"}': 0.2 })
  assert.equal(await metrics(page(20, 8)), { 's{quantile="0.5"}': 0.2, s_rate: 1, s_mean: 0.3 })
})

test('should not repeat a metric that has vanished, and begin anew when it comes back', async () => {
  const { metrics } = target()
  await metrics('a 1\nc_total 10\n')
  assert.equal(await metrics('a 1\nc_total 20\n'), { a: 1, c_rate: 1 })
  assert.equal(await metrics('a 1\n'), { a: 1 })
  assert.equal(await metrics('a 1\nc_total 40\n'), { a: 1 })
})

test('should take nothing of half a page, and reckon the next rate over the gap', async () => {
  const { fold, metrics } = target()
  await metrics('a_total 10\nb 1\n')
  const code = await fold('a_total 20\nb').catch(codeOf)
  assert.is(code, 'HS_SCRAPE_PAGE_BROKEN')
  assert.equal(await metrics('a_total 50\nb 1\n'), { a_rate: 2, b: 1 })
})

test('should keep, drop and relabel by rule', async () => {
  const { metrics } = target({
    keep: ['http_.*', 'go_threads'],
    drop: ['http_debug.*'],
    relabel: [
      { match: 'http_seconds_p99', value: 'latency_p99', scale: 1000 },
      { from: 'pod', to: 'pod', match: '.*', value: '' },
      { from: 'host', to: 'node', match: '(.*)\\.example', value: '$1' },
    ],
  })
  assert.equal(await metrics('http_seconds_p99{pod="x"} 0.2\nhttp_debug 1\ngo_threads{host="a.example"} 7\nother 1\n'), {
    latency_p99: 200,
    'go_threads{host="a.example",node="a"}': 7,
  })
})

test('should have rules that say their defaults', () => {
  assert.equal(configure('scrape-relabel', relabelConfig, {}), {
    from: '__name__',
    match: '(.*)',
    to: '__name__',
    value: '$1',
    scale: 1,
  })
})

test('should say what comes twice, and take the first', async () => {
  const { frame, error } = await target().fold('a{b="1"} 1\na{b="1"} 2\n')
  assert.equal([[...(frame?.values ?? [])], error?.code], [[1], 'HS_SCRAPE_SERIES_TWICE'])
})

test('should refuse what no frame may hold, and say that nothing is left', async () => {
  const { frame, dropped, error } = await target().fold(`a{b="${'x'.repeat(600)}"} 1\nb NaN\nc +Inf\nd 1e300\n`)
  assert.equal([frame, dropped], [undefined, { name_invalid: 1, not_finite: 2, out_of_range: 1 }])
  assert.is(error, undefined, 'one of the four is a number')
  assert.is((await target().fold('b NaN\n')).error?.code, 'HS_SCRAPE_EMPTY')
  assert.is((await target().fold('')).error?.code, 'HS_SCRAPE_EMPTY')
})

test('should take the first 2,000 metrics of a page with 100,000, the same ones every time, and name the rest', async () => {
  const { fold } = target()
  const lines = Array.from({ length: 100_000 }, (_, i) => `requests{path="/${i}",code="200"} ${i}\n`)
  const page = lines.join('')
  const first = await fold(page)
  assert.equal([first.samples, first.frame?.names.length, first.dropped], [100_000, 2_000, { over_limit: 98_000 }])
  assert.is(first.error?.code, 'HS_SCRAPE_METRICS_TOO_MANY')
  assert.match(first.error?.message ?? '', /98000 series were left out, the first of them requests/)
  const again = await fold(['aaa 1\n', ...lines].join(''))
  assert.equal(again.frame?.names, first.frame?.names)
  const fewer = await fold(`aaa 1\n${lines.slice(0, 10).join('')}`)
  assert.equal([fewer.frame?.names.length, fewer.error?.code], [10, 'HS_SCRAPE_METRICS_TOO_MANY'])
  const next = await fold(`aaa 1\n${lines.slice(0, 10).join('')}`)
  assert.equal([next.frame?.names.length, next.error], [11, undefined], 'there is room again from the next page on')
})

test('should give a histogram all of its metrics or none when there is no room', async () => {
  const gauges = Array.from({ length: 1_997 }, (_, i) => `g${i} 1\n`).join('')
  const { frame, dropped } = await target().fold(`${gauges}${histogram([1, 2, 3], 1)}last 1\n`)
  assert.equal([frame?.names.length, dropped], [1_998, { over_limit: 6 }])
})

test.run()
