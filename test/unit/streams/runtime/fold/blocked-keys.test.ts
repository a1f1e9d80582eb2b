import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { HomeostatError } from '../../../../../schemas/core/homeostat-error.ts'
import { InsightSignals, SenseFindings, SenseRequests, SystemTelemetryRaw, type Topic } from '../../../../../schemas/topics.ts'
import { given } from '../../../../../streams/runtime/testing/stored.ts'
import { FoldBench, frame, testStage } from '../support/fold-bench.ts'
import { finding, say, teller } from '../support/teller.ts'

/** Fails on the text `bad` until it is mended, else repeats what it hears with a count. */
function openBench(names = ['life']) {
  const world = { mended: new Set<string>() }
  const parrot = (name: string) =>
    teller(
      {
        Finding({ hint }, ctx) {
          if (hint === `bad ${name}` && !world.mended.has(name)) throw new Error('bad')
          ctx.state = { n: ctx.state.n + 1, words: [...ctx.state.words, hint] }
          say(ctx, `${name} ${ctx.state.n} ${hint}`)
        },
        Signal({ hint }, ctx) {
          say(ctx, `${name} signal ${hint}`)
        },
      },
      { name, onThrow: 'keep', reads: [SenseFindings, InsightSignals] },
    )
  const lifeCycle = [SenseFindings, InsightSignals]
  const stage = testStage(names.map(parrot), { lifeCycle, requests: SenseRequests })
  return { bench: new FoldBench(stage), world }
}

function hear(bench: FoldBench, hint: string, key = 'default/k'): number {
  return bench.put(given(SenseFindings, 'Finding', key, 1, finding({ hint })))
}

function ask(
  bench: FoldBench,
  type: 'ReplayLetter' | 'DropLetter',
  offset: number,
  parts: { processor?: string; key?: string; topic?: Topic } = {},
) {
  const { processor = 'life', key = 'default/k', topic = SenseFindings } = parts
  bench.put(given(SenseRequests, type, key, 2, { stage: 'test', topic: topic.name, partition: 0, offset, processor, by: 'me' }))
}

test('should block the key behind a failed record, and no other key', () => {
  const { bench } = openBench()
  hear(bench, 'bad life')
  hear(bench, 'one')
  hear(bench, 'else', 'default/other')
  hear(bench, 'two')
  assert.equal(bench.said(), ['life 1 else'])
  assert.equal(bench.fold.entries.get('default/k')?.waiting, [
    { input: 0, offset: 0 },
    { input: 0, offset: 1 },
    { input: 0, offset: 3 },
  ])
})

test('should replay a letter and what waits behind it in order, with the ids of the original positions', () => {
  const plain = openBench()
  plain.world.mended.add('life')
  hear(plain.bench, 'bad life')
  hear(plain.bench, 'one')
  const expected = plain.bench.outputs()

  const { bench, world } = openBench()
  const letter = hear(bench, 'bad life')
  hear(bench, 'one')
  assert.equal(bench.outputs(), [])
  world.mended.add('life')
  ask(bench, 'ReplayLetter', letter)
  assert.equal(bench.outputs(), expected)
  assert.equal(bench.fold.entries.get('default/k')?.waiting, [])
})

test('should drop a letter and go on with what waits behind it', () => {
  const { bench } = openBench()
  const letter = hear(bench, 'bad life')
  hear(bench, 'one')
  hear(bench, 'two')
  ask(bench, 'DropLetter', letter)
  hear(bench, 'three')
  assert.equal(bench.said(), ['life 1 one', 'life 2 two', 'life 3 three'])
})

test('should stay blocked in the old order when a replay fails again', () => {
  const { bench, world } = openBench()
  const letter = hear(bench, 'bad life')
  hear(bench, 'one')
  ask(bench, 'ReplayLetter', letter)
  assert.equal(bench.said(), [])
  hear(bench, 'two')
  world.mended.add('life')
  ask(bench, 'ReplayLetter', letter)
  assert.equal(bench.said(), ['life 1 bad life', 'life 2 one', 'life 3 two'])
})

test('should fold nothing twice when a request comes twice', () => {
  const { bench, world } = openBench()
  const letter = hear(bench, 'bad life')
  world.mended.add('life')
  ask(bench, 'ReplayLetter', letter)
  ask(bench, 'ReplayLetter', letter)
  ask(bench, 'DropLetter', letter)
  assert.equal(bench.said(), ['life 1 bad life'])
})

test('should pass over a request for another stage, partition, topic, letter or key', () => {
  const { bench, world } = openBench()
  const letter = hear(bench, 'bad life')
  hear(bench, 'one')
  world.mended.add('life')
  const place = { stage: 'test', topic: SenseFindings.name, partition: 0, offset: letter, processor: 'life', by: 'me' }
  for (const wrong of [{ stage: 'other' }, { partition: 1 }, { topic: 'nowhere' }, { offset: 1 }]) {
    bench.put(given(SenseRequests, 'ReplayLetter', 'default/k', 2, { ...place, ...wrong }))
  }
  ask(bench, 'ReplayLetter', letter, { key: 'default/wrong' })
  assert.equal(bench.said(), [])
  assert.is(bench.fold.entries.get('default/wrong')?.states.length ?? 0, 0)
})

test('should replay a record for the one processor that failed', () => {
  const { bench, world } = openBench(['a', 'b'])
  const letter = hear(bench, 'bad a')
  assert.equal(bench.said(), ['b 1 bad a'])
  world.mended.add('a')
  ask(bench, 'ReplayLetter', letter, { processor: 'a' })
  assert.equal(bench.said(), ['a 1 bad a'])
})

test('should let a record wait for each of two processors that failed on it', () => {
  let broken = true
  const fragile = (name: string) =>
    teller(
      {
        Finding({ hint }, ctx) {
          if (hint === 'bad' && broken) throw new Error(name)
          say(ctx, `${name} ${hint}`)
        },
      },
      { name, onThrow: 'keep', reads: [SenseFindings] },
    )
  const bench = new FoldBench(testStage([fragile('a'), fragile('b')], { lifeCycle: [SenseFindings], requests: SenseRequests }))
  const letter = hear(bench, 'bad')
  hear(bench, 'next')
  broken = false
  ask(bench, 'ReplayLetter', letter, { processor: 'a' })
  assert.equal(bench.said(), ['a bad'])
  ask(bench, 'DropLetter', letter, { processor: 'b' })
  assert.equal(bench.said(), ['a next', 'b next'])
})

test('should let records of all life-cycle topics of a key wait, and read each where it stands', () => {
  const { bench, world } = openBench()
  hear(bench, 'filler', 'default/other')
  const letter = hear(bench, 'bad life')
  bench.put(given(InsightSignals, 'Signal', 'default/k', 1, { ...finding({ hint: 'flare' }), id: 'x', held: null }))
  bench.said()
  world.mended.add('life')
  ask(bench, 'ReplayLetter', letter)
  assert.equal(bench.said(), ['life 1 bad life', 'life signal flare'])
})

test('should mark a key as changed when a record that cannot be decoded blocks it', () => {
  const { bench } = openBench()
  bench.putRaw(SenseFindings, { key: Buffer.from('default/k'), value: Buffer.from([1, 2, 3]) })
  hear(bench, 'one')
  assert.equal(bench.said(), [])
  assert.is(bench.fold.entries.get('default/k')?.dirtySince, 1)
})

test('should stop when more than 10,000 records wait behind a letter', () => {
  const { bench } = openBench()
  hear(bench, 'bad life')
  for (let n = 1; n < 10_000; n++) hear(bench, 'x')
  assert.throws(
    () => hear(bench, 'x'),
    ({ code, value, limit }: HomeostatError) => code === 'HS_KEY_BLOCKED_TOO_LONG' && value === 10_001 && limit === 10_000,
  )
})

test('should replay a frame for the processor that failed, without asking the intake again', () => {
  let broken = true
  const fragile = teller({
    Frame({ at }, ctx) {
      if (broken) throw new Error('broken')
      say(ctx, String(at))
    },
  })
  const intake = { graceMs: 1_000, futureMs: 500, forgetMs: 60_000, maxSources: 2, maxMetrics: 3 }
  const bench = new FoldBench(testStage([fragile], { requests: SenseRequests, intake }))
  const letter = bench.put(frame('s', 5))
  broken = false
  ask(bench, 'ReplayLetter', letter, { processor: 'teller', key: 'default/s', topic: SystemTelemetryRaw })
  assert.equal(bench.said(), ['5'])
})

test.run()
