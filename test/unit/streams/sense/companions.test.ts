import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { ewma } from '../../../../streams/sense/ewma.ts'
import { levelShift } from '../../../../streams/sense/level-shift.ts'
import { DetectorRun, framesOf, noisy } from './run-detector.ts'

const names = ['disk_io_wait', 'latency_p99', 'orders', 'queue']
const LEARNED = 130

/** Frames of four calm metrics, of which some jump after so many frames and stay there. */
function jumping(jumps: Readonly<Record<string, number>>, frames = 30) {
  const noise = noisy(0, LEARNED + frames)
  const rows = noise.map(([wave], at) => names.map((name) => 20 + wave + (at >= LEARNED + (jumps[name] ?? Infinity) ? 400 : 0)))
  return framesOf(names, rows)
}

const hintsOf = (run: DetectorRun) =>
  Object.fromEntries(run.findings.filter(({ phase }) => phase === 'raised').map(({ metric, hint }) => [metric, hint]))

test('should name what has moved before, and by how much', () => {
  const hints = hintsOf(new DetectorRun(ewma).fold(jumping({ disk_io_wait: 3, latency_p99: 5 })))
  assert.match(hints.latency_p99, /, for \d+ s; moves with disk_io_wait \(2 s before\)$/)
  assert.not.match(hints.disk_io_wait, 'moves with', 'the first one cannot know what comes')
})

test('should say nothing of what stays in its range, or has been away for long', () => {
  const alone = hintsOf(new DetectorRun(ewma).fold(jumping({ latency_p99: 5 })))
  assert.not.match(alone.latency_p99, 'moves with')
  const late = hintsOf(new DetectorRun(ewma).fold(jumping({ disk_io_wait: 3, latency_p99: 310 }, 330)))
  assert.ok(late.disk_io_wait && late.latency_p99)
  assert.not.match(late.latency_p99, 'moves with')
})

test('should name the two that are furthest away, and count the others', () => {
  const hints = hintsOf(new DetectorRun(ewma).fold(jumping({ disk_io_wait: 3, latency_p99: 3, orders: 3, queue: 3 })))
  for (const hint of Object.values(hints)) assert.match(hint, /; moves with \w+ \(at once\) and \w+ \(at once\), and 1 more$/)
  assert.is(Object.keys(hints).length, 4)
})

test('should do so for a level that has moved, too', () => {
  const hints = hintsOf(new DetectorRun(levelShift).fold(jumping({ disk_io_wait: 3, latency_p99: 12 }, 60)))
  assert.match(hints.latency_p99, /; moves with disk_io_wait \(\d+ s before\)$/)
})

test('should not hold up a storm', () => {
  const many = Array.from({ length: 2000 }, (_, i) => `m${i}`)
  const calm = noisy(0, LEARNED).map(([wave]) => many.map(() => 20 + wave))
  const storm = Array.from({ length: 10 }, () => many.map(() => 900))
  const run = new DetectorRun(ewma).fold(framesOf(many, [...calm, ...storm]))
  const told = run.findings.filter(({ hint }) => hint.includes('moves with'))
  assert.is(run.raised().length, 2000)
  assert.is(told.length, 20)
})

test.run()
