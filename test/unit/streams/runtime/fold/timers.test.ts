import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { FoldBench, frame, testStage, tick } from '../support/fold-bench.ts'
import { say, teller } from '../support/teller.ts'

const HOUR = 3_600_000

test('should fire timers in the order of time, key, processor and name', () => {
  const waker = (name: string, wakes: readonly [string, number][]) =>
    teller(
      {
        Frame: (_, ctx) => {
          for (const [timer, due] of wakes) ctx.wakeAt(timer, due)
        },
        Timer: (timer, ctx) => say(ctx, `${timer.due} ${ctx.key} ${name} ${timer.name}`),
      },
      { name },
    )
  const bench = new FoldBench(
    testStage([
      waker('p', [
        ['b', 30],
        ['a', 30],
        ['z', 20],
      ]),
      waker('o', [['a', 30]]),
    ]),
  )
  bench.put(frame('2', 1))
  bench.put(frame('1', 2))
  bench.put(tick(19))
  assert.equal(bench.said(), [])
  bench.put(tick(40))
  assert.equal(bench.said(), [
    '20 default/1 p z',
    '20 default/2 p z',
    '30 default/1 p a',
    '30 default/1 p b',
    '30 default/1 o a',
    '30 default/2 p a',
    '30 default/2 p b',
    '30 default/2 o a',
  ])
})

test('should tell a timer when it was due and what time the tick says', () => {
  const bench = new FoldBench(
    testStage([
      teller({
        Frame: (_, ctx) => ctx.wakeAt('t', 10),
        Timer: ({ due }, ctx) => say(ctx, `due ${due} at ${ctx.at} now ${ctx.now}`),
      }),
    ]),
  )
  bench.put(frame('s', 1))
  bench.put(tick(25))
  assert.equal(bench.said(), ['due 10 at 25 now 25'])
})

test('should replace a timer of the same name and forget a cancelled one', () => {
  const bench = new FoldBench(
    testStage([
      teller({
        Frame(_, ctx) {
          ctx.wakeAt('moved', 10)
          ctx.wakeAt('moved', 20)
          ctx.wakeAt('gone', 10)
          ctx.cancel('gone')
        },
        Timer: ({ name }, ctx) => say(ctx, name),
      }),
    ]),
  )
  bench.put(frame('s', 1))
  bench.put(tick(15))
  assert.equal(bench.said(), [])
  bench.put(tick(20))
  assert.equal(bench.said(), ['moved'])
})

test('should fire once a tick a timer that was cancelled, set again and re-arms itself for the past', () => {
  const bench = new FoldBench(
    testStage([
      teller({
        Frame(_, ctx) {
          ctx.wakeAt('t', 10)
          ctx.cancel('t')
          ctx.wakeAt('t', 10)
        },
        Timer({ name }, ctx) {
          say(ctx, name)
          ctx.wakeAt(name, 10)
        },
      }),
    ]),
  )
  bench.put(frame('s', 1))
  bench.put(tick(10))
  assert.equal(bench.said(), ['t'])
  bench.put(tick(11))
  assert.equal(bench.said(), ['t'])
})

test('should never let time go back: an older tick changes nothing', () => {
  const bench = new FoldBench(
    testStage([teller({ Frame: (_, ctx) => ctx.wakeAt('t', 5), Timer: (_, ctx) => say(ctx, 'woken') })]),
  )
  bench.put(tick(HOUR))
  bench.put(frame('s', 1))
  bench.put(tick(HOUR))
  bench.put(tick(10))
  assert.equal(bench.fold.now, HOUR)
  assert.equal(bench.said(), [])
})

test.run()
