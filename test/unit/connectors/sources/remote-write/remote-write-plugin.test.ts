import * as fc from 'fast-check'
import Fastify from 'fastify'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { type LogSinkOptions, logSink } from '../../../../../connectors/sources/log-sink.ts'
import { remoteWriteConfig } from '../../../../../connectors/sources/remote-write/remote-write-config.ts'
import { remoteWritePlan } from '../../../../../connectors/sources/remote-write/remote-write-plan.ts'
import { remoteWritePlugin, type WriteOutcome } from '../../../../../connectors/sources/remote-write/remote-write-plugin.ts'
import { readWriteRequest } from '../../../../../connectors/sources/remote-write/write-request.ts'
import { configure } from '../../../../../schemas/core/config.ts'
import { codeOf } from '../../../../../schemas/core/homeostat-error.ts'
import { problemOf } from '../../../../../schemas/core/problem.ts'
import { hardships } from '../../../../integration/ordeal/support/hardships.ts'
import { memoryEdge } from '../memory-edge.ts'
import { compressed, type GivenSeries, writeRequest } from './write-body.ts'

const NOW = Date.UTC(2026, 5, 1, 12)

async function receiver(given: object = {}, env: Record<string, string> = {}, limits: Partial<LogSinkOptions> = {}) {
  const edge = await memoryEdge()
  const outcomes: WriteOutcome[] = []
  const sinkLimits = { ...limits }
  const app = Fastify()
  app.setErrorHandler((error, _, reply) => {
    const { status, headers, body } = problemOf(error)
    return reply.status(status).headers(headers).send(body)
  })
  const plan = remoteWritePlan(configure('remote-write', remoteWriteConfig, given), { env, folder: '.' })
  let isBusy = false
  const inner = logSink({ ...edge, tenant: 'default', ...sinkLimits })
  const busy = logSink({ ...edge, log: { append: () => new Promise(() => {}) }, tenant: 'default', maxFrames: 1 })
  const sink: typeof inner = { ...inner, publish: (frames) => (isBusy ? busy : inner).publish(frames) }
  await app.register(remoteWritePlugin({ plan, sink, now: () => NOW, onWrite: (outcome) => outcomes.push(outcome) }))
  const post = async (payload: Buffer, headers: Record<string, string> = {}) => {
    const type = { 'content-type': 'application/x-protobuf', 'content-encoding': 'snappy' }
    const {
      statusCode,
      headers: answered,
      body,
    } = await app.inject({
      method: 'POST',
      url: '/api/v1/write',
      payload,
      headers: { ...type, ...headers },
    })
    return { status: statusCode, retryAfter: answered['retry-after'], code: body === '' ? undefined : JSON.parse(body).code }
  }
  return {
    outcomes,
    post,
    write: (...series: GivenSeries[]) => post(compressed(writeRequest(series))),
    frames: async () => (await edge.frames()).map(({ source, at, metrics }) => [source, at - NOW, metrics]),
    async fill() {
      isBusy = true
      busy.publish([{ source: 'x', at: NOW, names: ['a'], values: Float64Array.of(1), labels: {} }])
    },
    empty() {
      isBusy = false
    },
  }
}

const one = (name: string, value: number, at = 0, labels: Record<string, string> = {}): GivenSeries => ({
  labels: { __name__: name, instance: 'web-1', job: 'node', ...labels },
  samples: [[value, NOW + at]],
})

test('should make one frame for each source and time, with what is left of the labels at the metric', async () => {
  const { write, frames } = await receiver()
  const { status } = await write(one('up', 1), one('load', 2), one('load', 3, 0, { instance: 'web-2' }), one('up', 1, 15_000))
  assert.is(status, 204)
  assert.equal(await frames(), [
    ['web-1', 0, { 'load{job="node"}': 2, 'up{job="node"}': 1 }],
    ['web-2', 0, { 'load{job="node"}': 3 }],
    ['web-1', 15_000, { 'up{job="node"}': 1 }],
  ])
})

test('should keep the second part of what was scraped at one time, a millisecond later', async () => {
  const { write, frames } = await receiver()
  await write(one('a', 1))
  await write(one('b', 2))
  await write(one('b', 2))
  assert.equal(await frames(), [
    ['web-1', 0, { 'a{job="node"}': 1 }],
    ['web-1', 1, { 'b{job="node"}': 2 }],
  ])
})

test('should make rates of what grows by its name, over several instants of one request too', async () => {
  const { write, frames } = await receiver({ groupBy: ['job', 'instance'] })
  const grows = (name: string, values: readonly number[], labels = {}): GivenSeries => ({
    ...one(name, 0, 0, labels),
    samples: values.map((value, i) => [value, NOW + i * 10_000] as const),
  })
  await write(grows('requests_total', [5, 15, 45, 3]), grows('d_count', [1, 3]), grows('d_sum', [1, 2]))
  await write(grows('d_bucket', [1, 3], { le: '+Inf' }), grows('d_bucket', [0, 0], { le: '1' }))
  assert.equal(await frames(), [
    ['node/web-1', 10_000, { d_mean: 0.5, d_rate: 0.2, requests_rate: 1 }],
    ['node/web-1', 20_000, { requests_rate: 3 }],
    ['node/web-1', 10_001, { d_p50: 1, d_p90: 1, d_p99: 1 }],
  ])
})

test('should wait with quantiles for buckets that come in another request', async () => {
  const { write, frames } = await receiver()
  const bucket = (le: string, value: number, at: number) => one('d_bucket', value, at, { le })
  await write(bucket('1', 0, 0), bucket('2', 0, 0))
  await write(bucket('+Inf', 0, 0))
  await write(bucket('1', 10, 10_000))
  assert.equal(await frames(), [])
  await write(bucket('2', 10, 10_000), bucket('+Inf', 10, 10_000))
  const [[, , metrics], ...more] = await frames()
  assert.equal(
    [metrics, more],
    [{ 'd_rate{job="node"}': 1, 'd_p50{job="node"}': 0.5, 'd_p90{job="node"}': 0.9, 'd_p99{job="node"}': 0.99 }, []],
  )
})

test('should leave out alerts, the end of series, and what is out of time or without its label, and count them', async () => {
  const { write, frames, outcomes } = await receiver({ maxSeries: 2 })
  await write(
    one('ALERTS', 1, 0, { alertname: 'x' }),
    one('ALERTS_FOR_STATE', 1),
    one('a', Number.NaN),
    one('a', 1, 600_000),
    one('a', 1, -25 * 3_600_000),
    { labels: { __name__: 'a' }, samples: [[1, NOW]] },
    { labels: { instance: 'web-1' }, samples: [[1, NOW]] },
    { ...one('a', 1), histograms: [Buffer.from([8, 1])] },
    one('b', 1e200),
    one('c', 1),
  )
  assert.equal(await frames(), [['web-1', 0, { 'a{job="node"}': 1 }]], hardships.writeUnfit.happens)
  assert.equal(outcomes, [
    {
      samples: 10,
      frames: 1,
      series: 3,
      dropped: {
        alert: 2,
        not_finite: 1,
        future: 1,
        expired: 1,
        label_missing: 1,
        name_invalid: 1,
        native_histogram: 1,
        out_of_range: 1,
        over_limit: 1,
      },
    },
  ])
})

test('should answer 503 under load, and take the same request later as if it had not been', async () => {
  const { write, frames, fill, empty, outcomes } = await receiver()
  await write(one('a_total', 10), one('b', 1))
  await fill()
  const again = () => write(one('a_total', 40, 10_000), one('b', 2, 10_000))
  assert.equal(await again(), { status: 503, retryAfter: '1', code: hardships.writeBusy.codes[0] })
  empty()
  assert.is((await again()).status, 204)
  assert.equal((await frames()).slice(1), [['web-1', 10_000, { 'a_rate{job="node"}': 3, 'b{job="node"}': 2 }]])
  assert.is(outcomes.length, 2)
})

test('should name what is no remote write', async () => {
  const { post, frames } = await receiver()
  const body = compressed(writeRequest([one('a', 1)]))
  const bomb = Buffer.concat([Buffer.from([0x80, 0x80, 0x80, 0x80, 0x0f]), body])
  const given: [Buffer, Record<string, string>, number, string][] = [
    [Buffer.from('hello'), {}, 400, hardships.writeNotSnappy.codes[0]],
    [body.subarray(0, -9), {}, 400, 'HS_REMOTE_WRITE_NOT_SNAPPY'],
    [writeRequest([one('a', 1)]), {}, 400, 'HS_REMOTE_WRITE_NOT_SNAPPY'],
    [bomb, {}, 400, hardships.writeBomb.codes[0]],
    [compressed(Buffer.alloc(40_000_000)), {}, 400, 'HS_REMOTE_WRITE_TOO_LARGE'],
    [compressed(Buffer.from('hello')), {}, 400, hardships.writeMalformed.codes[0]],
    [compressed(writeRequest([one('a', 1)]).subarray(0, -3)), {}, 400, 'HS_REMOTE_WRITE_MALFORMED'],
    [body, { 'content-type': 'application/json' }, 415, 'HS_CONTENT_TYPE_UNSUPPORTED'],
    [body, { 'x-scope-orgid': 'other' }, 403, 'HS_TENANT_NOT_ALLOWED'],
  ]
  for (const [payload, headers, status, code] of given) {
    const answer = await post(payload, headers)
    assert.equal([answer.status, answer.code], [status, code])
  }
  assert.equal(await frames(), [])
})

test('should want the token that it was told of', async () => {
  const { post, frames } = await receiver({ tokenEnv: 'TOKEN' }, { TOKEN: 'secret' })
  const body = compressed(writeRequest([one('a', 1)]))
  assert.equal(
    [(await post(body)).code, (await post(body, { authorization: 'Bearer other' })).status],
    [hardships.writeStranger.codes[0], 401],
  )
  assert.is((await post(body, { authorization: 'Bearer secret' })).status, 204)
  assert.is((await frames()).length, 1)
  const unset = await receiver({ tokenEnv: 'TOKEN' })
  assert.is((await unset.post(body, { authorization: 'Bearer ' })).status, 401)
})

test('should read what the library writes, and refuse anything else by name', () => {
  const labels = fc.dictionary(fc.string({ minLength: 1 }), fc.string(), { maxKeys: 4 })
  const samples = fc.array(fc.tuple(fc.double({ noNaN: true }), fc.integer({ min: -(2 ** 45), max: 2 ** 45 })), { maxLength: 3 })
  fc.assert(
    fc.property(fc.array(fc.record({ labels, samples })), fc.nat(), fc.nat(255), (series, where, byte) => {
      const bytes = writeRequest(series)
      assert.equal(
        readWriteRequest(bytes).map((one) => [one.labels, one.samples]),
        series.map(({ labels, samples }) => [Object.entries(labels), samples.map(([value, at]) => ({ value, at }))]),
      )
      if (bytes.length === 0) return
      bytes[where % bytes.length] = byte
      try {
        readWriteRequest(bytes)
      } catch (error) {
        assert.is(codeOf(error), 'HS_REMOTE_WRITE_MALFORMED')
      }
    }),
  )
})

test.run()
