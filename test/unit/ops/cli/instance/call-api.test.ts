import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { callApi } from '../../../../../ops/cli/instance/call-api.ts'
import { sendBatch } from '../../../../../ops/cli/publish/send-batch.ts'
import { HomeostatError } from '../../../../../schemas/core/homeostat-error.ts'

async function serving(listener: RequestListener, work: (url: string) => Promise<void>): Promise<void> {
  const server: Server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

async function refusalOf(work: Promise<unknown>): Promise<HomeostatError> {
  try {
    await work
  } catch (error) {
    if (error instanceof HomeostatError) return error
    throw error
  }
  throw new Error('it was not refused')
}

const problem =
  (status: number, body: object, headers: Record<string, string> = {}): RequestListener =>
  (_request, response) =>
    response.writeHead(status, { 'content-type': 'application/problem+json', ...headers }).end(JSON.stringify(body))

test('should give the error that the API names, with value and limit', async () => {
  await serving(problem(413, { code: 'HS_BODY_TOO_LARGE', detail: 'Too much.', value: 5, limit: 4 }), async (url) => {
    const { code, message, value, limit } = await refusalOf(callApi(url, '/x'))
    assert.equal({ code, message, value, limit }, { code: 'HS_BODY_TOO_LARGE', message: 'Too much.', value: 5, limit: 4 })
  })
})

test('should not believe a code that does not exist, nor a body that is none', async () => {
  await serving(problem(500, { code: 'toString', detail: 7 }), async (url) => {
    const { code, message } = await refusalOf(callApi(url, '/x'))
    assert.equal([code, message], ['HS_INTERNAL', 'The API answered 500 Internal Server Error.'])
  })
})

test('should say that nobody answers, or not in time', async () => {
  const silent: RequestListener = () => {}
  await serving(silent, async (url) => {
    assert.match((await refusalOf(callApi(url, '/', { timeoutMs: 20 }))).message, /no answer within 20 ms/)
  })
  const { code, message } = await refusalOf(callApi('http://127.0.0.1:1', '/'))
  assert.is(code, 'HS_API_UNREACHABLE')
  assert.match(message, /127\.0\.0\.1:1 does not answer: .+/)
})

test('should send a batch again under the same key while the instance is busy', async () => {
  const keys: unknown[] = []
  const listener: RequestListener = (request, response) => {
    keys.push(request.headers['idempotency-key'])
    if (keys.length < 3) return problem(429, { code: 'HS_INGEST_BUSY' }, { 'retry-after': '0' })(request, response)
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"accepted":2}')
  }
  await serving(listener, async (url) => {
    const batch = { firstLine: 1, lines: ['{}', '{}'] }
    const interrupted = new AbortController().signal
    assert.is(await sendBatch(url, batch, { patienceMs: 10_000, interrupted }), 2)
    assert.is(keys.length, 3)
    assert.is(new Set(keys).size, 1)
  })
})

test('should give up when its patience is over', async () => {
  await serving(problem(429, { code: 'HS_INGEST_BUSY' }, { 'retry-after': '5' }), async (url) => {
    const interrupted = new AbortController().signal
    const error = await refusalOf(sendBatch(url, { firstLine: 1, lines: ['{}'] }, { patienceMs: 4_000, interrupted }))
    assert.equal([error.code, error.retryAfterMs], ['HS_INGEST_BUSY', 5_000])
  })
})

test('should count lines from the beginning of the input', async () => {
  await serving(problem(422, { code: 'HS_FRAME_EMPTY', detail: 'line 3.metrics is empty.' }), async (url) => {
    const interrupted = new AbortController().signal
    const error = await refusalOf(sendBatch(url, { firstLine: 1001, lines: ['{}'] }, { patienceMs: 1, interrupted }))
    assert.is(error.message, 'line 1003.metrics is empty.')
  })
})

test.run()
