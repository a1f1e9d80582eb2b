import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { NameLists } from '../../../../../streams/runtime/api/processor.ts'
import { emptyEntry, isVacant } from '../../../../../streams/runtime/fold/key-entry.ts'
import { fromSnapshot, toSnapshot } from '../../../../../streams/runtime/state/snapshot.ts'
import { testCodec } from '../../../../../streams/runtime/testing/test-codec.ts'
import { testStage } from '../support/fold-bench.ts'
import { teller } from '../support/teller.ts'

const [one, two] = [teller({}, { name: 'one' }), teller({}, { name: 'two' })]
const stage = testStage([one, two])

function throughTheLog(entry: Parameters<typeof toSnapshot>[0], from = stage, to = stage) {
  const decoded = testCodec.decode(testCodec.encode('Snapshot', toSnapshot(entry, from, 7, 'v')))
  if (decoded.type !== 'Snapshot') throw new Error(decoded.type)
  return fromSnapshot(decoded.value, to)
}

const plain = { noNullPrototype: true }
const memory = fc.option(fc.record({ n: fc.integer(), words: fc.array(fc.string()) }, plain), { nil: undefined })
const timers = fc.dictionary(fc.string({ maxLength: 5 }), fc.nat(), plain).map((entries) => new Map(Object.entries(entries)))
const place = fc.record({ input: fc.nat(3), offset: fc.nat() }, plain)

test('should bring back states, timers, frames seen and what waits', () => {
  fc.assert(
    fc.property(
      fc.tuple(memory, memory),
      fc.tuple(timers, timers, timers),
      fc.option(fc.record({ newest: fc.nat(), recent: fc.array(fc.nat()) }, plain), { nil: undefined }),
      fc.array(place),
      (states, named, seen, waiting) => {
        const entry = { ...emptyEntry('default/k'), states: [...states], timers: [...named], seen, waiting }
        const back = throughTheLog(entry)
        assert.equal(
          [0, 1].map((slot) => back.states[slot]),
          [...states],
        )
        assert.equal(
          [0, 1, 2].map((slot) => back.timers[slot] ?? new Map()),
          [...named],
        )
        assert.equal(back.seen, seen)
        assert.equal(back.waiting, waiting)
        assert.equal([back.key, back.restoredTo, back.written], ['default/k', 7, 7])
      },
    ),
  )
})

test('should find states by the name of the processor when a stage gains, loses and reorders them', () => {
  const entry = {
    ...emptyEntry('k'),
    states: [
      { n: 1, words: [] },
      { n: 2, words: [] },
    ],
  }
  const back = throughTheLog(entry, stage, testStage([teller({}, { name: 'new' }), two]))
  assert.equal([back.states[0], back.states[1]], [undefined, { n: 2, words: [] }])
})

test('should hand the number of the encoding to decode', () => {
  const versions: number[] = []
  const newer = {
    ...one,
    state: {
      ...one.state,
      version: 2,
      decode(bytes: Buffer, version: number, lists: NameLists) {
        versions.push(version)
        return one.state.decode(bytes, version, lists)
      },
    },
  }
  throughTheLog({ ...emptyEntry('k'), states: [{ n: 1, words: [] }] }, stage, testStage([newer]))
  assert.equal(versions, [1])
})

test('should bring nothing back of a vacant key', () => {
  assert.ok(isVacant(throughTheLog(emptyEntry('k'))))
})

test.run()
