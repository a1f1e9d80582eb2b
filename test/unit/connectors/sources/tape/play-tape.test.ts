import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { type PlayTapeOptions, playTape } from '../../../../../connectors/sources/tape/play-tape.ts'
import { HomeostatError } from '../../../../../schemas/core/homeostat-error.ts'
import { SystemTelemetryRaw } from '../../../../../schemas/topics.ts'
import { type MemoryEdge, memoryEdge } from '../memory-edge.ts'
import { virtualClock } from '../virtual-clock.ts'

const fixture = (name: string) => fileURLToPath(new URL(`../../../../fixtures/tapes/${name}`, import.meta.url))
const START = 1_709_251_200_000

const folder = mkdtempSync(join(tmpdir(), 'tapes-'))
test.after(() => rmSync(folder, { recursive: true }))

function written(name: string, lines: readonly string[]): string {
  const path = join(folder, name)
  writeFileSync(path, lines.map((line) => `${line}\n`).join(''))
  return path
}

const line = (at: number, value = at % 97) => JSON.stringify({ source: 'web-1', at, metrics: { cpu_usage: value } })

async function refusal(call: Promise<unknown>): Promise<HomeostatError> {
  try {
    await call
  } catch (error) {
    if (error instanceof HomeostatError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

const distinct = (times: readonly number[]) => [...new Set(times)]

test('should write every frame and make the time of the log from theirs', async () => {
  const edge = await memoryEdge()
  const summary = await playTape(fixture('frames.ndjson'), edge)
  assert.is(summary.frames, 30)
  assert.is(summary.from, START)
  assert.is(summary.to, START + 14_500)
  assert.ok(summary.finished)
  const frames = await edge.frames()
  assert.equal(
    frames.map(({ at }) => at),
    Array.from({ length: 30 }, (_, i) => START + i * 500),
  )
  assert.equal(frames[1], {
    key: 'default/web-2',
    source: 'web-2',
    at: START + 500,
    metrics: { cpu_usage: 11, memory_usage: 40.25 },
  })
  assert.equal(
    await edge.ticks(),
    [0, 5000, 10_000, 15_000].map((ms) => START + ms),
  )
})

test('should write its ticks to every partition', async () => {
  const edge = await memoryEdge(3)
  await playTape(fixture('frames.ndjson'), edge)
  assert.equal(await edge.ticks(0), await edge.ticks(1))
  assert.equal(await edge.ticks(1), await edge.ticks(2))
})

test('should tick at the interval that it is given', async () => {
  const edge = await memoryEdge()
  await playTape(fixture('frames.ndjson'), { ...edge, tickEveryMs: 1000 })
  assert.equal(
    await edge.ticks(),
    Array.from({ length: 16 }, (_, i) => START + i * 1000),
  )
})

test('should write nothing when it is played again', async () => {
  const edge = await memoryEdge()
  await playTape(fixture('frames.ndjson'), edge)
  const before = { frames: await edge.frames(), ticks: await edge.ticks() }
  const again = await playTape(fixture('frames.ndjson'), edge)
  assert.is(again.frames, 0)
  assert.is(again.resumedAt, 30)
  assert.equal({ frames: await edge.frames(), ticks: await edge.ticks() }, before)
})

test('should go on where it was interrupted, as if nothing had happened', async () => {
  const undisturbed = await memoryEdge()
  await playTape(fixture('frames.ndjson'), undisturbed)
  const expected = { frames: await undisturbed.frames(), ticks: distinct(await undisturbed.ticks()) }

  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 4 }), async (stops) => {
      const edge = await memoryEdge()
      for (const steps of stops) await playSome(edge, steps)
      const rest = await playTape(fixture('frames.ndjson'), edge)
      assert.is(rest.resumedAt + rest.frames, 30)
      assert.equal({ frames: await edge.frames(), ticks: distinct(await edge.ticks()) }, expected)
    }),
    { numRuns: 25, includeErrorInReport: true },
  )
})

/** Plays in real time on a virtual clock and interrupts after so many waits. */
async function playSome(edge: MemoryEdge, steps: number): Promise<void> {
  const clock = virtualClock(START + 1e9)
  const stopping = new AbortController()
  const playing = playTape(fixture('frames.ndjson'), { ...edge, pace: 1, clock, signal: stopping.signal })
  for (let i = 0; i < steps; i++) await stepWhenAsleep(clock)
  stopping.abort()
  await playing
}

/** Reading the file takes turns of the event loop that no virtual clock knows. */
async function stepWhenAsleep(clock: ReturnType<typeof virtualClock>): Promise<void> {
  for (let turns = 0; turns < 10_000; turns++) if (await clock.step()) return
}

test('should keep what was committed when the log fails in the middle, and go on behind it', async () => {
  const edge = await memoryEdge()
  const path = written(
    'long.ndjson',
    Array.from({ length: 5000 }, (_, i) => line(START + i * 1000)),
  )
  // A second player takes the clock over after the first commit.
  const onProgress = () => void edge.log.writer('clock')
  assert.is((await refusal(playTape(path, { ...edge, onProgress }))).code, 'HS_LOG_FENCED')
  assert.is((await edge.frames()).length, 2000)
  const rest = await playTape(path, edge)
  assert.is(rest.resumedAt, 2000)
  assert.is(rest.frames, 3000)
  const at = (await edge.frames()).map((frame) => frame.at)
  assert.equal(
    at,
    Array.from({ length: 5000 }, (_, i) => START + i * 1000),
  )
})

test('should continue a tape that has grown', async () => {
  const edge = await memoryEdge()
  const path = written('growing.ndjson', [line(START), line(START + 1000)])
  await playTape(path, edge)
  appendFileSync(path, `${line(START + 2000)}\n`)
  const { frames, resumedAt } = await playTape(path, edge)
  assert.equal({ frames, resumedAt }, { frames: 1, resumedAt: 2 })
  assert.is((await edge.frames()).length, 3)
})

test('should refuse a tape that has changed where it was played already', async () => {
  const edge = await memoryEdge()
  await playTape(written('changed.ndjson', [line(START, 1), line(START + 1000, 2)]), edge)
  assert.is(
    (await refusal(playTape(written('changed.ndjson', [line(START, 1), line(START + 1000, 3), line(START + 2000)]), edge))).code,
    'HS_TAPE_CHANGED',
  )
  assert.is((await refusal(playTape(written('changed.ndjson', [line(START, 1)]), edge))).code, 'HS_TAPE_CHANGED')
  assert.is((await edge.frames()).length, 2)
})

test('should refuse a tape that begins before the time of the log, and leave the clock of the log alone', async () => {
  const edge = await memoryEdge()
  const clock = await edge.log.writer('clock')
  const tick = (at: number) => ({ topic: 'schedule.ticks', partition: 0, key: null, value: edge.codec.encode('Tick', { at }) })
  await clock.commit([tick(START + 60_000)])
  const error = await refusal(playTape(fixture('frames.ndjson'), edge))
  assert.is(error.code, 'HS_TAPE_BEHIND_CLOCK')
  assert.is(error.limit, START + 60_000)
  await clock.commit([tick(START + 65_000)])
})

test('should play a later tape behind an earlier one', async () => {
  const edge = await memoryEdge()
  await playTape(written('first.ndjson', [line(START)]), edge)
  await playTape(written('second.ndjson', [line(START + 60_000)]), edge)
  assert.is((await edge.frames()).length, 2)
  assert.is((await edge.ticks()).at(-1), START + 60_000)
})

test('should write frames that go backwards without taking time back', async () => {
  const edge = await memoryEdge()
  await playTape(written('back.ndjson', [line(START), line(START + 20_000), line(START + 3000), line(START + 21_000)]), edge)
  assert.equal(
    (await edge.frames()).map(({ at }) => at - START),
    [0, 20_000, 3000, 21_000],
  )
  const ticks = await edge.ticks()
  assert.equal(
    ticks,
    [...ticks].sort((a, b) => a - b),
  )
})

test('should stop at a malformed line and keep what was before it', async () => {
  const edge = await memoryEdge()
  const path = written('broken.ndjson', [line(START), '{"at":', line(START + 1000)])
  const error = await refusal(playTape(path, edge))
  assert.is(error.code, 'HS_TAPE_MALFORMED')
  assert.match(error.message, /^Line 2:/)
  assert.is((await edge.frames()).length, 1)
})

test('should skip malformed lines when it is told to, count them and name the first', async () => {
  const edge = await memoryEdge()
  const path = written('broken.ndjson', [line(START), '{"at":', line(Date.UTC(3000, 0, 1)), line(-5), line(START + 1000)])
  const summary = await playTape(path, { ...edge, onMalformed: 'skip' })
  assert.is(summary.frames, 2)
  assert.is(summary.skippedLines, 3)
  assert.match(summary.firstSkipped?.message ?? '', /^Line 2:/)
})

test('should refuse the year 3000, which would end the time of the log', async () => {
  const edge = await memoryEdge()
  const error = await refusal(playTape(written('future.ndjson', [line(START), line(Date.UTC(3000, 0, 1))]), edge))
  assert.match(error.message, /^Line 2: found "3000-01-01T00:00:00.000Z", expected a time/)
  assert.equal(await edge.ticks(), [START])
})

test('should play the year 1970', async () => {
  const edge = await memoryEdge()
  const path = written('old.csv', ['timestamp,value', '1970-01-01 00:00:00,1', '1970-01-01 00:00:05,2'])
  assert.is((await playTape(path, edge)).frames, 2)
  assert.equal(await edge.ticks(), [0, 5000])
})

test('should commit what is due before it waits', async () => {
  const edge = await memoryEdge()
  const clock = virtualClock(START + 1e9)
  const options: PlayTapeOptions = { ...edge, pace: 2, clock }
  const playing = playTape(written('paced.ndjson', [line(START), line(START + 10_000)]), options)
  await stepWhenAsleep(clock)
  assert.ok((await edge.frames()).length >= 1)
  await playing
  assert.is(clock.now(), START + 1e9 + 5000)
  assert.is((await edge.all(SystemTelemetryRaw.name)).length, 2)
})

test('should do nothing for a tape without frames', async () => {
  const edge = await memoryEdge()
  const summary = await playTape(written('empty.ndjson', []), edge)
  assert.is(summary.frames, 0)
  assert.ok(summary.finished)
  assert.equal(await edge.ticks(), [])
})

test.run()
