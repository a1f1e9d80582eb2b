import * as fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { expositionReader } from '../../../../../connectors/sources/scrape/exposition-reader.ts'
import { parseSeries } from '../../../../../connectors/sources/scrape/parse-series.ts'
import { codeOf, HomeostatError } from '../../../../../schemas/core/homeostat-error.ts'
import { metricKey } from '../../../../../schemas/telemetry/metric-key.ts'

type Seen = [series: string, value: number]

/** Everything that a page says, read in pieces of this length. */
function read(page: string, { openMetrics = false, piece = 1_000 } = {}) {
  const samples: Seen[] = []
  const types: Record<string, string> = {}
  const reader = expositionReader(
    {
      type: (family, type) => {
        types[family] = type
      },
      sample(series, value) {
        const named = parseSeries(series)
        if (named) samples.push([metricKey(named.name, named.labels), value])
        return named !== undefined
      },
    },
    { openMetrics },
  )
  for (let from = 0; from < page.length; from += piece) reader.push(page.slice(from, from + piece))
  return { count: reader.end(), samples, types }
}

function errorOf(page: string, openMetrics = false): HomeostatError {
  try {
    read(page, { openMetrics })
  } catch (error) {
    if (error instanceof HomeostatError) return error
    throw error
  }
  throw new Error('it was taken')
}

test('should read the page that the documentation of the format shows', () => {
  const page = `# HELP http_requests_total The total number of HTTP requests.
# TYPE http_requests_total counter
http_requests_total{method="post",code="200"} 1027 1395066363000
http_requests_total{method="post",code="400"}    3 1395066363000

# Escaping in label values:
msdos_file_access_time_seconds{path="C:\\\\DIR\\\\FILE.TXT",error="Cannot find file:\\n\\"FILE.TXT\\""} 1.458255915e9

# Minimalistic line:
metric_without_timestamp_and_labels 12.47

# A weird metric from before the epoch:
something_weird{problem="division by zero"} +Inf -3982045
rpc_duration_seconds{quantile="0.01"} 3102
`
  const { samples, types, count } = read(page)
  assert.equal(types, { http_requests_total: 'counter' })
  assert.is(count, 6)
  assert.equal(samples, [
    ['http_requests_total{code="200",method="post"}', 1027],
    ['http_requests_total{code="400",method="post"}', 3],
    ['msdos_file_access_time_seconds{error="Cannot find file:\\n\\"FILE.TXT\\"",path="C:\\\\DIR\\\\FILE.TXT"}', 1458255915],
    ['metric_without_timestamp_and_labels', 12.47],
    ['something_weird{problem="division by zero"}', Number.POSITIVE_INFINITY],
    ['rpc_duration_seconds{quantile="0.01"}', 3102],
  ])
})

test('should read OpenMetrics with exemplars, and want its last line', () => {
  const page = `# TYPE foo histogram
foo_bucket{le="0.1"} 8 # {trace_id="a}\\"b"} 0.054
foo_bucket{le="+Inf"} 17 # {} 9.8 1520879607.789
foo_count 17 1520879607.789
# EOF
`
  assert.equal(
    read(page, { openMetrics: true }).samples.map(([, value]) => value),
    [8, 17, 17],
  )
  assert.is(errorOf(page.replace('# EOF\n', ''), true).code, 'HS_SCRAPE_PAGE_BROKEN')
  assert.is(errorOf(`${page}foo_sum 1\n`, true).code, 'HS_SCRAPE_PAGE_MALFORMED')
})

const wrong: readonly [what: string, page: string, code: string, value?: number][] = [
  ['a page of HTML', '<!doctype html>\n<p>log in</p>\n', 'HS_SCRAPE_FOREIGN'],
  ['HTML without a line end', '<html>', 'HS_SCRAPE_FOREIGN'],
  ['JSON', '{"status":"success"}\n', 'HS_SCRAPE_FOREIGN'],
  ['half a line', 'up 1\nhttp_requests_total{code="2', 'HS_SCRAPE_PAGE_BROKEN'],
  ['a last line without its end', 'up 1\nhttp_requests_total 12', 'HS_SCRAPE_PAGE_BROKEN'],
  ['a line without a value', 'a 1\nb\n', 'HS_SCRAPE_PAGE_MALFORMED', 2],
  ['a value that is a text', 'a 1\nb one\n', 'HS_SCRAPE_PAGE_MALFORMED', 2],
  ['a hexadecimal value', 'a 1\nb 0x10\n', 'HS_SCRAPE_PAGE_MALFORMED', 2],
  ['a timestamp that is none', 'a 1\nb 1 now\n', 'HS_SCRAPE_PAGE_MALFORMED', 2],
  ['a name that is none', 'a 1\n0b 1\n', 'HS_SCRAPE_PAGE_MALFORMED', 2],
  ['a label without quotes', 'a 1\nb{c=1} 1\n', 'HS_SCRAPE_PAGE_MALFORMED', 2],
  ['a label twice', 'a 1\nb{c="1",c="2"} 1\n', 'HS_SCRAPE_PAGE_MALFORMED', 2],
  ['labels without a comma between', 'a 1\nb{c="1" d="2"} 1\n', 'HS_SCRAPE_PAGE_MALFORMED', 2],
  ['a brace that is not closed', 'a 1\nb{c="1" 1\n', 'HS_SCRAPE_PAGE_MALFORMED', 2],
  ['a type with too many words', '# TYPE a counter or gauge\n', 'HS_SCRAPE_PAGE_MALFORMED', 1],
  ['an endless line', `a${'b'.repeat(1_100_000)}`, 'HS_SCRAPE_PAGE_MALFORMED', 1],
]

for (const [what, page, code, line] of wrong) {
  test(`should refuse ${what} by its name`, () => {
    const error = errorOf(page)
    assert.is(error.code, code, error.message)
    if (line !== undefined) assert.is(error.value, line)
  })
}

const name = fc.stringMatching(/^[a-zA-Z_:][a-zA-Z0-9_:]{0,12}$/)
const label = fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,8}$/)
const value = fc.oneof(fc.double(), fc.constantFrom(0, 1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY))
const series = fc.tuple(name, fc.dictionary(label, fc.string({ unit: 'grapheme' }), { maxKeys: 4 }), value)

function written(number: number): string {
  if (Number.isNaN(number)) return 'NaN'
  return Number.isFinite(number) ? String(number) : number > 0 ? '+Inf' : '-Inf'
}

test('should read back what is written, wherever it is cut into pieces', () => {
  fc.assert(
    fc.property(fc.array(series, { maxLength: 8 }), fc.integer({ min: 1, max: 40 }), (given, piece) => {
      const wanted: Seen[] = given.map(([name, labels, value]) => [metricKey(name, labels), value])
      const page = wanted.map(([key, value]) => `${key} ${written(value)}\n`).join('')
      assert.equal(read(page, { piece }).samples, wanted)
    }),
  )
})

test('should never throw anything without a name, whatever comes', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '1', '{', '}', '"', '\\', '=', ',', ' ', '\n', '#', '.', 'é') })
  fc.assert(
    fc.property(text, fc.boolean(), (page, openMetrics) => {
      try {
        read(page, { openMetrics, piece: 3 })
      } catch (error) {
        assert.match(codeOf(error), /^HS_SCRAPE_/)
      }
    }),
    { numRuns: 500 },
  )
})

test.run()
