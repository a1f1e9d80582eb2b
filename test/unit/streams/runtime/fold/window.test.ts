import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { SenseFindings, SystemTelemetryRaw } from '../../../../../schemas/topics.ts'
import { given } from '../../../../../streams/runtime/testing/stored.ts'
import { FoldBench, frame, testStage } from '../support/fold-bench.ts'
import { finding, say, teller } from '../support/teller.ts'

const listing = teller(
  {
    Frame: (_, ctx) =>
      say(
        ctx,
        ctx
          .window('Frame')
          .map((each) => each.values[0])
          .join(' '),
      ),
    Finding: (_, ctx) =>
      say(
        ctx,
        ctx
          .window('Finding')
          .map((each) => each.hint)
          .join(' '),
      ),
  },
  {
    reads: [SystemTelemetryRaw, SenseFindings],
    windows: [
      { type: 'Frame', records: 3, spanMs: 100 },
      { type: 'Finding', records: 2, spanMs: 1e9 },
    ],
  },
)

test('should give the last records of a key, oldest first, this one included', () => {
  const bench = new FoldBench(testStage([listing]))
  for (let n = 1; n <= 5; n++) {
    bench.put(frame('s', n, { m: n }))
    bench.put(frame('t', n, { m: -n }))
  }
  assert.equal(
    bench.said().filter((text) => !text.startsWith('-')),
    ['1', '1 2', '1 2 3', '2 3 4', '3 4 5'],
  )
})

test('should drop what is older than the span before the newest', () => {
  const bench = new FoldBench(testStage([listing]))
  for (const at of [0, 50, 149, 151]) bench.put(frame('s', at, { m: at }))
  assert.equal(bench.said(), ['0', '0 50', '50 149', '149 151'])
})

test('should keep a window a type, each from its own topic', () => {
  const bench = new FoldBench(testStage([listing]))
  bench.put(frame('s', 1, { m: 7 }))
  for (const hint of ['a', 'b', 'c']) bench.put(given(SenseFindings, 'Finding', 'default/s', 1, finding({ hint })))
  assert.equal(bench.said(), ['7', 'a', 'a b', 'b c'])
  assert.equal(
    bench.fold.entries.get('default/s')?.windows?.map(({ input, items }) => [input, items.length]),
    [
      [0, 1],
      [1, 2],
    ],
  )
})

test('should take the larger wish where processors differ', () => {
  const short = { ...listing, name: 'short', windows: [{ type: 'Frame', records: 1, spanMs: 500 } as const] }
  const bench = new FoldBench(testStage([short, listing]))
  for (const at of [0, 400, 800]) bench.put(frame('s', at, { m: at }))
  assert.equal(bench.said().at(-1), '400 800')
})

test('should never hold more than the records asked for', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(300), { maxLength: 40 }), (times) => {
      const bench = new FoldBench(testStage([listing]))
      for (const at of times) bench.put(frame('s', at, { m: at }))
      for (const text of bench.said()) assert.ok(text.split(' ').length <= 3)
    }),
  )
})

test.run()
