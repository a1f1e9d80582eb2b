import { syntheticFrame } from '../../../../ops/bench/support/synthetic-frames.ts'
import type { JsonFrame } from './client.ts'

const STEADY = 300
const DISTURBED = 30

/** Frames of one source, a second apart: long enough to learn from, then a disturbance that is a signal, then calm again. */
export function disturbedHistory(source: string, from: number): JsonFrame[] {
  return Array.from({ length: STEADY + DISTURBED + STEADY }, (_, n) => {
    const isDisturbed = n >= STEADY && n < STEADY + DISTURBED
    return frameAt(source, from + n * 1_000, n, isDisturbed ? 400 : 0)
  })
}

/** Frames of one source, a second apart, with nothing in them. */
export function calmHistory(source: string, from: number, count: number): JsonFrame[] {
  return Array.from({ length: count }, (_, n) => frameAt(source, from + n * 1_000, n, 0))
}

function frameAt(source: string, at: number, n: number, more: number): JsonFrame {
  const { names, values } = syntheticFrame({ sources: 1, metrics: 3, everyMs: 1_000, from: 0 }, n)
  return { source, at, metrics: Object.fromEntries(names.map((name, index) => [name, values[index] + (index === 0 ? more : 0)])) }
}
