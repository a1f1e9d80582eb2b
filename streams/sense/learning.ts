import type { FrameView } from '../../schemas/codec/codec.ts'
import { TelemetrySources } from '../../schemas/topics.ts'
import type { Context } from '../runtime/api/processor.ts'
import { BLOCK_CELLS, BLOCKS, blockMoments, blockStep } from '../stats/block-moments.ts'
import { blocksOf, CENTRE, countsOf, endLearning, type SeriesTable } from './series-table.ts'

/** Shares of learned series at which it is told how far the learning has come. */
const STEPS = 4

/**
 * One more sample of a series that learns. With the last one of `samples`, centre and variance stand in the first two columns of its
 * row, and the series is calm.
 *
 * @returns whether it was the last one
 */
export function learn(table: SeriesTable, slot: number, value: number, samples: number): boolean {
  const perBlock = Math.floor(samples / BLOCKS)
  const blocks = blocksOf(table)
  const counts = countsOf(table)
  blockStep(blocks, slot * BLOCK_CELLS, value, counts[slot], perBlock)
  counts[slot] += 1
  if (counts[slot] < perBlock * BLOCKS) return false
  blockMoments(blocks, slot * BLOCK_CELLS, table.cells, slot * table.width + CENTRE)
  endLearning(table, slot)
  return true
}

/** Emits `SourceLearning` when the learned share is on another step than when it was last told. */
export function tellLearning(processor: string, frame: FrameView, ctx: Context<SeriesTable, unknown>): void {
  const table = ctx.state
  const total = table.names.length
  const step = total === 0 ? STEPS : Math.floor((STEPS * table.learned) / total)
  if (step === table.told) return
  table.told = step
  ctx.emit(TelemetrySources, 'SourceLearning', { source: frame.source, at: frame.at, processor, learned: table.learned, total })
}
