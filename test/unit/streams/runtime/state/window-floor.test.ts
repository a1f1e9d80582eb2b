import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { WindowFloor } from '../../../../../streams/runtime/state/window-floor.ts'
import { FoldBench, frame, testStage } from '../support/fold-bench.ts'
import { teller } from '../support/teller.ts'

const windowed = testStage([teller({ Frame: () => {} }, { windows: [{ type: 'Frame', records: 2, spanMs: 1e9 }] })])

function mark(n: number, offset: number) {
  return { n, offset: n, position: [offset, 0], tick: 0 }
}

/** A fold of which `busy` has the records before `quiet`'s only one, and those after it. */
function folded(quietAt: number, count: number): FoldBench {
  const bench = new FoldBench(windowed)
  for (let n = 0; n < count; n++) bench.put(frame(n === quietAt ? 'quiet' : 'busy', n + 1))
  return bench
}

test('should need only the position where there are no windows', () => {
  const bench = new FoldBench(testStage([teller({ Frame: () => {} })]))
  assert.equal(new WindowFloor(bench.fold, [3, 3], [1, 1]).at(mark(1, 44)), [44, 0])
})

test('should hold what has come into a window since the task was opened, until the refold point has passed a look at it', () => {
  const { fold } = folded(5, 40)
  const none = Number.POSITIVE_INFINITY
  const floor = new WindowFloor(fold, [none, none], [0, 0])
  fold.startEpoch(8)
  assert.equal(floor.at(mark(0, 0)), [0, 0])
  assert.equal(floor.at(mark(7, 40)), [0, 0])
  assert.equal(floor.at(mark(8, 40)), [0, 0])
  fold.startEpoch(9)
  assert.equal(floor.at(mark(9, 40)), [5, 0])
})

test('should hold what the windows of the snapshots held with which the task was opened', () => {
  const { fold } = folded(30, 40)
  fold.startEpoch(8)
  const floor = new WindowFloor(fold, [12, Number.POSITIVE_INFINITY], [25, 0])
  assert.equal(floor.at(mark(5, 25)), [12, 0])
  assert.equal(floor.at(mark(7, 39)), [12, 0])
  assert.equal(floor.at(mark(8, 39)), [25, 0])
})

test.run()
