import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { HostSampler } from '../../../../../connectors/sources/host/host-sampler.ts'
import { hostSource } from '../../../../../connectors/sources/host/host-source.ts'
import { logSink } from '../../../../../connectors/sources/log-sink.ts'
import { codeOf } from '../../../../../schemas/core/homeostat-error.ts'
import { memoryEdge } from '../memory-edge.ts'
import { virtualClock } from '../virtual-clock.ts'

const START = Date.UTC(2026, 0, 1) + 250

/** A host source on a virtual clock that writes into a real log; its samples count up. */
async function running(options: { everyMs?: number; maxFrames?: number } = {}) {
  const edge = await memoryEdge()
  const clock = virtualClock(START)
  const names = ['cpu_usage']
  let count = 0
  const sample: HostSampler = async () => ({ names, values: Float64Array.of(count++) })
  const troubles: unknown[] = []
  const onTrouble = (error: unknown) => troubles.push(codeOf(error))
  const source = hostSource({ source: 'box', labels: { region: 'eu' }, sample, clock, onTrouble, ...options })
  const started = source.start(logSink({ ...edge, tenant: 'default', ...options }))
  await clock.step() // start waits for the next whole second
  await started
  return { edge, clock, source, troubles }
}

const seconds = (frames: readonly { at: number }[]) => frames.map(({ at }) => (at - START + 250) / 1000)

test('should sample on whole seconds whatever the moment of the start', async () => {
  const { edge, clock, source } = await running()
  for (let i = 0; i < 3; i++) await clock.step()
  await source.stop()
  const frames = await edge.frames()
  assert.equal(seconds(frames), [1, 2, 3, 4])
  assert.is(frames[0].key, 'default/box')
  assert.is(frames[0].metrics.cpu_usage, 1, 'the first look is for the rates alone')
})

test('should not make up what fell into a pause of the process', async () => {
  const { edge, clock, source } = await running()
  clock.jump(3_600_000 + 400)
  await clock.step()
  await clock.step()
  await source.stop()
  assert.equal(seconds(await edge.frames()), [1, 3601, 3602])
})

test('should not send one instant twice when it wakes too early', async () => {
  const { edge, clock, source } = await running()
  clock.jump(-100)
  await clock.step()
  await clock.step()
  await source.stop()
  const at = seconds(await edge.frames())
  assert.is(new Set(at).size, at.length)
})

test('should sample at the interval that it is given', async () => {
  const { edge, clock, source } = await running({ everyMs: 15_000 })
  await clock.step()
  await source.stop()
  assert.equal(seconds(await edge.frames()), [15, 30])
})

test('should give up a sample that the log cannot take now, and go on', async () => {
  const { clock, source, troubles } = await running({ maxFrames: 0 })
  await clock.step()
  await source.stop()
  assert.equal(troubles, ['HS_INGEST_TOO_LARGE', 'HS_INGEST_TOO_LARGE'])
})

test('should end when the log is closed', async () => {
  const { edge, clock, source, troubles } = await running()
  await edge.log.close()
  await clock.step()
  assert.equal(troubles, ['HS_LOG_CLOSED'])
  assert.is(await clock.step(), false, 'nobody sleeps any more')
  await source.stop()
})

test('should stop before it has begun', async () => {
  const edge = await memoryEdge()
  const source = hostSource({ source: 'box', everyMs: 60_000 })
  const started = source.start(logSink({ ...edge, tenant: 'default' }))
  await source.stop()
  await started
  assert.is((await edge.frames()).length, 0)
})

test('should carry the name of this machine by default', () => {
  assert.match(hostSource().name, /^host .+/)
})

test('should measure this machine for real', async () => {
  const edge = await memoryEdge()
  const source = hostSource({ source: 'box', everyMs: 20 })
  const sink = logSink({ ...edge, tenant: 'default' })
  await new Promise<void>((resolve) => {
    let left = 3
    source.start({
      async publish(frames) {
        const positions = await sink.publish(frames)
        left -= 1
        if (left === 0) resolve()
        return positions
      },
    })
  })
  await source.stop()
  for (const { metrics } of await edge.frames()) assert.ok(metrics.memory_usage > 0)
})

test.run()
