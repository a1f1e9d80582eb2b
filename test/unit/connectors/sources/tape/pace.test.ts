import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { pacer, parsePace } from '../../../../../connectors/sources/tape/pace.ts'
import { codeOf } from '../../../../../schemas/core/homeostat-error.ts'
import { virtualClock } from '../virtual-clock.ts'

test('should understand the names of paces and factors', () => {
  assert.is(parsePace('fastest'), Number.POSITIVE_INFINITY)
  assert.is(parsePace('real'), 1)
  assert.is(parsePace('x60'), 60)
  assert.is(parsePace('×0.5'), 0.5)
  assert.is(parsePace('10'), 10)
})

test('should refuse what is no pace', () => {
  for (const text of ['', 'fast', 'x0', '-3', 'x1e3', 'Infinity']) {
    try {
      parsePace(text)
      assert.unreachable(text)
    } catch (error) {
      assert.is(codeOf(error), 'HS_USAGE', text)
    }
  }
})

test('should wait by the factor and never when it is fastest', async () => {
  const clock = virtualClock(1_000_000)
  const fastest = pacer(Number.POSITIVE_INFINITY, clock)
  assert.not(fastest.isEarly(5))
  assert.not(fastest.isEarly(5e12))

  const tenfold = pacer(10, clock)
  assert.not(tenfold.isEarly(0), 'the first moment is now')
  assert.ok(tenfold.isEarly(60_000))
  const waiting = tenfold.until(60_000)
  assert.ok(await clock.step())
  await waiting
  assert.is(clock.now(), 1_006_000)
  assert.not(tenfold.isEarly(60_000))
})

test('should wait out a gap that no timer can hold', async () => {
  const clock = virtualClock(0)
  const pace = pacer(1, clock)
  await pace.until(0)
  const monthMs = 30 * 24 * 3_600_000
  const waiting = pace.until(monthMs)
  while (await clock.step()) assert.ok(clock.now() <= monthMs)
  await waiting
  assert.is(clock.now(), monthMs)
})

test('should stop waiting when it is told to', async () => {
  const clock = virtualClock(0)
  const stopping = new AbortController()
  const pace = pacer(1, clock)
  await pace.until(0)
  const waiting = pace.until(1e9, stopping.signal)
  stopping.abort()
  await waiting
  assert.is(clock.now(), 0)
})

test.run()
