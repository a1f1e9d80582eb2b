import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { learnedShare, learningOf } from '../../../../../projections/console/shared/learning.js'
import type { Source } from '../../../../../projections/console/shared/shapes.ts'

test('should say how far a source is learned until it is', () => {
  assert.is(say({ frames: 63, learning: [] }), 'learning: 63 of 120 samples')
  assert.is(say({ frames: 63, learning: [told('ewma', 0)] }), 'learning: 63 of 120 samples')
  assert.is(say({ frames: 5_000, learning: [told('ewma', 0)] }), 'learning: 0 of 4 metrics')
  assert.is(say({ frames: 120, learning: [told('ewma', 4), told('level_shift', 3)] }), 'learned 3 of 4 metrics')
  assert.is(say({ frames: 121, learning: [told('ewma', 4), told('level_shift', 4)] }), undefined)
})

test('should count the learned share over all sources that are there', () => {
  assert.is(learnedShare([]), undefined)
  const sources = [aSource({ learning: [told('ewma', 4)] }), aSource({ learning: [told('ewma', 0)] })]
  assert.is(learnedShare(sources), 0.5)
  assert.is(learnedShare([...sources, aSource({ learning: [told('ewma', 0)], forgotten: true })]), 0.5)
})

function say(given: Partial<Source>): string | undefined {
  return learningOf(aSource(given), 120)
}

function told(processor: string, learned: number) {
  return { processor, learned, total: 4 }
}

function aSource(given: Partial<Source>): Source {
  return {
    source: 'web-1',
    firstSeen: null,
    lastSeen: null,
    forgotten: false,
    frames: 0,
    metrics: 4,
    late: {},
    learning: [],
    ...given,
  }
}

test.run()
