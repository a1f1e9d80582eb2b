import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { isVacant } from '../../../../../streams/runtime/fold/key-entry.ts'
import { FoldBench, frame, testStage, tick } from '../support/fold-bench.ts'
import { say, teller } from '../support/teller.ts'

test('should end all that a key has when a processor forgets it', () => {
  const bench = new FoldBench(
    testStage([
      teller(
        {
          Frame(_, ctx) {
            ctx.state.n++
            ctx.wakeAt('other', 100)
            say(ctx, String(ctx.state.n))
          },
          Timer: () => assert.unreachable(),
        },
        { name: 'counts', windows: [{ type: 'Frame', records: 9, spanMs: 1e9 }] },
      ),
      teller(
        {
          Frame: (_, ctx) => ctx.wakeAt('end', 50),
          Timer: (_, ctx) => ctx.forget(),
        },
        { name: 'ends' },
      ),
    ]),
  )
  bench.put(frame('s', 1))
  bench.put(tick(200))
  const entry = bench.fold.entries.get('default/s')
  assert.ok(entry && isVacant(entry))
  bench.put(frame('s', 201))
  assert.equal(bench.said(), ['1', '1'])
})

test('should end the key only when the handler has returned, and not at all when it throws', () => {
  const bench = new FoldBench(
    testStage([
      teller({
        Frame({ values }, ctx) {
          ctx.forget()
          ctx.state.n++
          say(ctx, String(ctx.state.n))
          if (values[0] === 13) throw new Error('unlucky')
        },
      }),
      teller({ Frame: (_, ctx) => say(ctx, `beside ${++ctx.state.n}`) }, { name: 'beside' }),
    ]),
  )
  bench.put(frame('s', 1, { m: 1 }))
  bench.put(frame('s', 2, { m: 13 }))
  assert.equal(bench.said(), ['1', 'beside 1', 'beside 2'])
})

test.run()
