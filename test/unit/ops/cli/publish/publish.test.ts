import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { type Batch, batchesOf } from '../../../../../ops/cli/publish/batches.ts'
import { frameOfArguments } from '../../../../../ops/cli/publish/frame-of-arguments.ts'
import { HomeostatError } from '../../../../../schemas/core/homeostat-error.ts'

async function batches(lines: readonly string[], bounds: { lines: number; bytes: number }): Promise<Batch[]> {
  const all: Batch[] = []
  for await (const batch of batchesOf(lines, bounds)) all.push(batch)
  return all
}

test('should keep every line, in order, within the bounds, with the number of its first', async () => {
  const line = fc.oneof(
    fc.constant(''),
    fc.string({ minLength: 1, maxLength: 30 }).filter((text) => text.trim() !== ''),
  )
  await fc.assert(
    fc.asyncProperty(
      fc.array(line),
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 60 }),
      async (lines, most, bytes) => {
        const all = await batches(lines, { lines: most, bytes })
        assert.equal(
          all.flatMap((batch) => batch.lines).filter((text) => text !== ''),
          lines.filter((text) => text !== ''),
        )
        for (const batch of all) {
          assert.ok(batch.lines.length <= most)
          assert.equal(batch.lines, lines.slice(batch.firstLine - 1, batch.firstLine - 1 + batch.lines.length))
          const size = batch.lines.reduce((sum, text) => sum + Buffer.byteLength(text) + 1, 0)
          assert.ok(size <= bytes || batch.lines.length === 1)
        }
      },
    ),
  )
})

test('should make a frame of arguments, with an equals sign within the labels of a metric', () => {
  const text = frameOfArguments('web-1', 5, ['latency{path="/a=b"}=1.5', 'errors=-2e3'], ['region=eu', 'empty='])
  assert.equal(JSON.parse(text), {
    source: 'web-1',
    at: 5,
    metrics: { 'latency{path="/a=b"}': 1.5, errors: -2000 },
    labels: { region: 'eu', empty: '' },
  })
})

test('should refuse arguments that are no metric, each with the reason', () => {
  const cases: [string[], RegExp][] = [
    [[], /at least one metric/],
    [['a'], /"a" is not a metric/],
    [['=1'], /"=1" is not a metric/],
    [['a='], /must be a finite number/],
    [['a=NaN'], /must be a finite number/],
    [['a=Infinity'], /must be a finite number/],
    [['a=1', 'a=2'], /a is given twice/],
  ]
  for (const [metrics, message] of cases) {
    assert.throws(
      () => frameOfArguments('s', 0, metrics, []),
      (error: Error) => error instanceof HomeostatError && error.code === 'HS_USAGE' && message.test(error.message),
    )
  }
})

test('should carry a name that is special in JavaScript like any other', () => {
  assert.is(frameOfArguments('s', 0, ['__proto__=1'], []), '{"source":"s","at":0,"metrics":{"__proto__":1},"labels":{}}')
})

test.run()
