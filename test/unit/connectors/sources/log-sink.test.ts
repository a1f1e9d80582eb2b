import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { logSink } from '../../../../connectors/sources/log-sink.ts'
import { codeOf, HomeostatError } from '../../../../schemas/core/homeostat-error.ts'
import { validateFrame } from '../../../../schemas/telemetry/validate-frame.ts'
import { memoryEdge } from './memory-edge.ts'

const frame = (source: string, at: number) => validateFrame({ source, at, metrics: { cpu_usage: at % 7 } })

async function refusal(call: Promise<unknown>): Promise<HomeostatError> {
  try {
    await call
  } catch (error) {
    if (error instanceof HomeostatError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

test('should write frames under tenant and source and tell where they stand', async () => {
  const edge = await memoryEdge()
  const sink = logSink({ ...edge, tenant: 'default' })
  const positions = await sink.publish([frame('web-1', 1000), frame('web-2', 1000), frame('web-1', 2000)])
  assert.equal(
    positions.map(({ offset }) => offset),
    [0, 1, 2],
  )
  assert.equal(await edge.frames(), [
    { key: 'default/web-1', source: 'web-1', at: 1000, metrics: { cpu_usage: 6 } },
    { key: 'default/web-2', source: 'web-2', at: 1000, metrics: { cpu_usage: 6 } },
    { key: 'default/web-1', source: 'web-1', at: 2000, metrics: { cpu_usage: 5 } },
  ])
  assert.equal(sink.inFlight(), { frames: 0, bytes: 0 })
})

test('should write nothing when there is nothing to write', async () => {
  const edge = await memoryEdge()
  assert.equal(await logSink({ ...edge, tenant: 'default' }).publish([]), [])
  assert.is((await edge.frames()).length, 0)
})

test('should refuse at once what exceeds the frames in flight, and accept again afterwards', async () => {
  const edge = await memoryEdge()
  const sink = logSink({ ...edge, tenant: 'default', maxFrames: 2 })
  const first = sink.publish([frame('a', 1), frame('a', 2)])
  assert.is(sink.inFlight().frames, 2)
  const busy = await refusal(sink.publish([frame('a', 3)]))
  assert.is(busy.code, 'HS_INGEST_BUSY')
  assert.is(busy.limit, 2)
  assert.ok((busy.retryAfterMs ?? 0) > 0)
  await first
  await sink.publish([frame('a', 3)])
  assert.is((await edge.frames()).length, 3)
})

test('should bound the bytes in flight too', async () => {
  const edge = await memoryEdge()
  const bytes = edge.codec.encodeFrame(frame('a', 1)).length + 'default/a'.length
  const sink = logSink({ ...edge, tenant: 'default', maxBytes: 2 * bytes - 1 })
  const first = sink.publish([frame('a', 1)])
  assert.is(sink.inFlight().bytes, bytes)
  assert.is((await refusal(sink.publish([frame('a', 2)]))).code, 'HS_INGEST_BUSY')
  await first
  assert.is((await edge.frames()).length, 1)
})

test('should say of a batch that never fits that it must be split', async () => {
  const edge = await memoryEdge()
  const sink = logSink({ ...edge, tenant: 'default', maxFrames: 1 })
  const tooLarge = await refusal(sink.publish([frame('a', 1), frame('a', 2)]))
  assert.is(tooLarge.code, 'HS_INGEST_TOO_LARGE')
  assert.is(tooLarge.value, 2)
  assert.is(tooLarge.limit, 1)
})

test('should give back what it held when the log refuses, and hand on the reason', async () => {
  const { log, codec } = await memoryEdge()
  await log.close()
  const sink = logSink({ log, codec, tenant: 'default' })
  assert.is(codeOf(await refusal(sink.publish([frame('a', 1)]))), 'HS_LOG_CLOSED')
  assert.equal(sink.inFlight(), { frames: 0, bytes: 0 })
})

test('should name a full disk', async () => {
  const { codec } = await memoryEdge()
  const append = async () => {
    throw new HomeostatError('HS_DISK_FULL')
  }
  const sink = logSink({ log: { append }, codec, tenant: 'default' })
  assert.is((await refusal(sink.publish([frame('a', 1)]))).code, 'HS_DISK_FULL')
  assert.is(sink.inFlight().frames, 0)
})

test.run()
