import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { importSamples } from '../../../../../connectors/sources/http/import-samples.ts'
import { codeOf } from '../../../../../schemas/core/homeostat-error.ts'

const given = (...samples: readonly unknown[]) => samples.map((json, i) => ({ json, where: `samples[${i}]` }))
const sample = { id: 'a-uuid', service: 'registry', endpoint: '/agents', p95_ms: 120, throughput: 50, timestamp: 1_000 }

test('should make one frame of all samples of a service at one time', () => {
  const frames = importSamples(
    given(
      sample,
      { ...sample, endpoint: '/health', p95_ms: 3 },
      { service: 'registry', timestamp: 1_000, cpu_usage: 7 },
      { ...sample, timestamp: 2_000 },
    ),
  )
  assert.equal(
    frames.map(({ json, where }) => [JSON.parse(JSON.stringify(json)), where]),
    [
      [
        {
          source: 'registry',
          at: 1_000,
          metrics: {
            'response_time_p95{endpoint="/agents"}': 120,
            'throughput{endpoint="/agents"}': 50,
            'response_time_p95{endpoint="/health"}': 3,
            'throughput{endpoint="/health"}': 50,
            cpu_usage: 7,
          },
          labels: {},
        },
        'samples[0]',
      ],
      [
        {
          source: 'registry',
          at: 2_000,
          metrics: { 'response_time_p95{endpoint="/agents"}': 120, 'throughput{endpoint="/agents"}': 50 },
          labels: {},
        },
        'samples[3]',
      ],
    ],
  )
})

test('should take times in RFC 3339 for the same moment', () => {
  const [{ json }] = importSamples(
    given({ ...sample, timestamp: '1970-01-01T00:00:01Z' }, { service: 'registry', timestamp: 1_000, x: 1 }),
  )
  assert.is((json as { at: number }).at, 1_000)
})

test('should say where a sample is wrong', () => {
  const wrong: readonly [sample: unknown, message: RegExp][] = [
    [7, /^samples\[0\] is no sample/],
    [[sample], /^samples\[0\] is no sample/],
    [{ ...sample, service: '' }, /^samples\[0\]\.service must be/],
    [{ ...sample, service: 3 }, /^samples\[0\]\.service must be/],
    [{ ...sample, endpoint: 3 }, /^samples\[0\]\.endpoint is no text/],
    [{ ...sample, timestamp: undefined }, /^samples\[0\]\.timestamp is missing/],
    [{ ...sample, p95_ms: '120' }, /^samples\[0\]\.p95_ms is no number/],
    [{ ...sample, id: 7 }, /^samples\[0\]\.id is no text/],
  ]
  for (const [one, message] of wrong) {
    assert.throws(
      () => importSamples(given(one)),
      (error: Error) => codeOf(error) === 'HS_IMPORT_INVALID' && message.test(error.message),
    )
  }
  assert.throws(() => importSamples(given(sample, sample)), /response_time_p95.* of registry is there twice at the same time/)
})

test.run()
