import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { DirtyKeys } from '../../../../../streams/runtime/fold/dirty-keys.ts'
import { emptyEntry } from '../../../../../streams/runtime/fold/key-entry.ts'

const NEVER = Number.NEGATIVE_INFINITY

test('should call for a key that has folded its share of what may be folded again', () => {
  const dirty = new DirtyKeys()
  dirty.share(50_000, 200)
  const [busy, calm] = [emptyEntry('busy'), emptyEntry('calm')]
  for (let n = 1; n <= 299; n++) dirty.touch(busy, 7)
  dirty.touch(calm, 7)
  assert.is(dirty.nextDue(NEVER), undefined)
  dirty.touch(busy, 8)
  assert.is(dirty.nextDue(NEVER), busy)
  dirty.written(busy, 8)
  assert.is(dirty.nextDue(NEVER), undefined)
  assert.is(dirty.oldestEpoch(), 7)
})

test('should call for a key after a hundred records when there are many keys', () => {
  const dirty = new DirtyKeys()
  dirty.share(50_000, 10_000)
  const busy = emptyEntry('busy')
  for (let n = 1; n <= 100; n++) dirty.touch(busy, 1)
  assert.is(dirty.nextDue(NEVER), busy)
})

test('should call soon for a key whose share has shrunk, and once', () => {
  const dirty = new DirtyKeys()
  const busy = emptyEntry('busy')
  dirty.share(50_000, 1)
  for (let n = 1; n <= 720; n++) dirty.touch(busy, 1)
  dirty.share(50_000, 1_000)
  for (let n = 721; n <= 900; n++) dirty.touch(busy, 2)
  assert.is(dirty.nextDue(NEVER), busy)
  dirty.written(busy, 2)
  assert.is(dirty.nextDue(NEVER), undefined)
})

test('should call for a key whose first change is old enough', () => {
  const dirty = new DirtyKeys()
  const [first, second] = [emptyEntry('first'), emptyEntry('second')]
  dirty.wall = 1_000
  dirty.touch(first, 1)
  dirty.wall = 2_000
  dirty.touch(second, 1)
  assert.is(dirty.nextDue(999), undefined)
  assert.is(dirty.nextDue(1_000), first)
  dirty.written(first, 1)
  assert.is(dirty.nextDue(1_999), undefined)
  assert.is(dirty.nextDue(2_000), second)
})

test.run()
