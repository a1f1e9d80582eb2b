import type { FrameView } from '../../schemas/codec/codec.ts'
import { TelemetrySources } from '../../schemas/topics.ts'
import type { Context } from '../runtime/api/processor.ts'
import { BLOCK_CELLS, BLOCKS, blockMoments, blockStep } from '../stats/block-moments.ts'
import { blocksOf, CENTRE, COUNT, MARKS, NO_NUMBERS, Phase, type SeriesTable } from './series-table.ts'

/** Shares of learned series at which it is told how far the learning has come. */
const STEPS = 4

/**
 * One more sample of a series that learns. With the last one of `samples`, centre and variance stand in the first two columns of its
 * row, and the series is calm.
 *
 * @returns whether it was the last one
 */
export function learn(table: SeriesTable, slot: number, value: number, samples: number): boolean {
  const mark = slot * MARKS
  const perBlock = Math.floor(samples / BLOCKS)
  const blocks = blocksOf(table)
  blockStep(blocks, slot * BLOCK_CELLS, value, table.marks[mark + COUNT], perBlock)
  table.marks[mark + COUNT] += 1
  if (table.marks[mark + COUNT] < perBlock * BLOCKS) return false
  blockMoments(blocks, slot * BLOCK_CELLS, table.cells, slot * table.width + CENTRE)
  table.marks[mark + COUNT] = 0
  table.phases[slot] = Phase.calm
  table.learned += 1
  if (table.learned === table.names.length) table.blocks = NO_NUMBERS
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
