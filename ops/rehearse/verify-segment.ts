import type { RefoldPoint } from '../../schemas/generated/records.ts'
import { stageTopics } from '../../schemas/topics.ts'
import type { Stage } from '../../streams/runtime/api/stage.ts'
import { Fold } from '../../streams/runtime/fold/fold.ts'
import type { Ports } from '../../streams/runtime/ports/ports.ts'
import type { PlacedEpoch } from '../../streams/runtime/state/history.ts'
import { loadBase } from '../../streams/runtime/state/load.ts'
import { Refold } from '../../streams/runtime/state/refold.ts'
import { putBack } from '../../streams/runtime/state/restore.ts'
import { type Difference, firstDifference } from './difference.ts'
import type { RecordedOutputs } from './recorded-outputs.ts'
import type { Segment } from './segments.ts'
import type { Unverified, VerifyOptions } from './verify.ts'

export interface SegmentPlan {
  readonly stage: Stage
  readonly partition: number
  readonly ports: Ports
  readonly segment: Segment
  /** All epochs of the task, in order. */
  readonly epochs: readonly PlacedEpoch[]
  /** What the task has said, by topic. */
  readonly recorded: ReadonlyMap<string, RecordedOutputs>
  readonly options: VerifyOptions
}

export interface SegmentResult {
  readonly epochs: number
  readonly outputs: number
  readonly difference: Difference | undefined
  readonly unverified: readonly Unverified[]
}

/** Folds the epochs of one version again, from its first base that can still be used, and compares what comes of each. */
export async function verifySegment(plan: SegmentPlan): Promise<SegmentResult> {
  const { segment, ports, partition, epochs, recorded, options } = plan
  const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY, progress } = options
  const { first, last } = segment
  const begun = await begin(plan)
  const result = { epochs: 0, outputs: 0 }
  if (typeof begun === 'string') return { ...result, difference: undefined, unverified: [{ first, last, reason: begun }] }
  const { fold, base } = begun
  const unverified = base.end >= first ? [{ first, last: base.end, reason: BEFORE_BASE }] : []
  const ends = await Promise.all(fold.inputs.map(async ({ name }) => (await ports.log.bounds(name, partition)).end))
  const refold = new Refold(ports.log, ports.codec, fold, partition, ends)
  const mine = epochs.filter(({ epoch }) => epoch.n > base.start && epoch.n <= last)
  for (const [topic, outputs] of recorded) outputs.leave(countAfter(epochs, base.end, topic))
  for (const [index, placed] of mine.entries()) {
    const { epoch } = placed
    await refold.epoch(placed)
    if (refold.lost > 0)
      return { ...result, difference: undefined, unverified: [...unverified, { first: epoch.n, last, reason: LOST }] }
    fold.letters.take()
    const derived = fold.outbox.take()
    progress?.(index + 1, mine.length)
    if (epoch.n <= base.end) continue
    const expected = new Map(epoch.outputs.map(({ topic, count }) => [topic, recorded.get(topic)?.take(count) ?? []]))
    if (fold.now < from || fold.now > to) continue
    const difference = firstDifference(epoch.n, derived, expected, ports.codec)
    if (difference) return { ...result, difference, unverified }
    result.epochs++
    result.outputs += derived.length
  }
  return { ...result, difference: undefined, unverified }
}

const BEFORE_BASE = 'before the end of the first base of this version that can still be used'
const LOST = 'records that a request set free have been removed by retention'

/** A fold that begins at the first base whose windows can still be read, or the reason why there is none. */
async function begin({ stage, partition, ports, segment }: SegmentPlan): Promise<{ fold: Fold; base: RefoldPoint } | string> {
  const { log, codec } = ports
  const { bases } = stageTopics(stage.name, stage.side)
  for (const base of segment.bases) {
    const fold = new Fold(stage, { logId: log.id, codec, partition })
    const { whole } = await putBack(ports, fold, partition, await loadBase(log, codec, bases.name, partition, base))
    fold.outbox.silent = false
    if (whole) return { fold, base }
  }
  return segment.reason || 'what the windows of its bases held has been removed by retention'
}

function countAfter(epochs: readonly PlacedEpoch[], n: number, topic: string): number {
  let count = 0
  for (const { epoch } of epochs) {
    if (epoch.n > n) count += epoch.outputs.find((output) => output.topic === topic)?.count ?? 0
  }
  return count
}
