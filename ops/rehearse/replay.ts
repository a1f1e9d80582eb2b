import type { Epoch } from '../../schemas/generated/records.ts'
import { stageTopics } from '../../schemas/topics.ts'
import type { Stage } from '../../streams/runtime/api/stage.ts'
import { Fold } from '../../streams/runtime/fold/fold.ts'
import type { NewRecord } from '../../streams/runtime/log/log.ts'
import type { Ports } from '../../streams/runtime/ports/ports.ts'
import { type PlacedEpoch, readEpochs } from '../../streams/runtime/state/history.ts'
import { Refold, readOriginals } from '../../streams/runtime/state/refold.ts'
import { putBack } from '../../streams/runtime/state/restore.ts'
import { Inflow } from '../../streams/runtime/task/inflow.ts'
import { replayStart } from './replay-start.ts'

export interface ReplayOptions {
  /** By the time that the task knows (its last tick), milliseconds since 1970; inclusive. Of a fresh replay: event time of its inputs. */
  readonly from?: number
  /** Exclusive. */
  readonly to?: number
  /** Begins with empty states at `from` and merges the inputs anew, instead of following what the stage's epochs recorded. */
  readonly fresh?: boolean
  progress?(recordsDone: number, recordsTotal: number): void
}

/** What came out of one step of a replay. */
export interface Replayed {
  /** The recorded epoch that was folded; undefined for records that no epoch has consumed. */
  readonly epoch: Epoch | undefined
  readonly outputs: readonly NewRecord[]
  /** Whether its time lies within the range. */
  readonly inRange: boolean
}

/**
 * Folds a range of the log through a stage and yields what comes out; nothing is written. By default it follows history: the last base
 * before the range, then the recorded epochs in their order, then what no epoch has consumed yet. What was folded while the base was
 * written is not yielded: its keys were not all there. The log must not grow meanwhile (`frozenLog`).
 */
export async function* replayTask(
  stage: Stage,
  partition: number,
  ports: Ports,
  options: ReplayOptions = {},
): AsyncGenerator<Replayed> {
  const { log, codec } = ports
  const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY, fresh = false, progress = () => {} } = options
  const fold = new Fold(stage, { logId: log.id, codec, partition })
  const ends = await Promise.all(fold.inputs.map(async ({ name }) => (await log.bounds(name, partition)).end))
  const { loaded, position } = await replayStart(stage, partition, ports, fold.inputs, fresh, from)
  const { start, end } = loaded.point
  await putBack(ports, fold, partition, loaded)
  fold.outbox.silent = false
  const begun = sum(position)
  const taken = (epoch: Epoch | undefined): Replayed => {
    fold.letters.take()
    progress(sum(position) - begun, sum(ends) - begun)
    return { epoch, outputs: fold.outbox.take(), inRange: (fresh || fold.now >= from) && fold.now < to }
  }

  if (!fresh) {
    const refold = new Refold(log, codec, fold, partition, ends)
    let n = start
    for (const placed of await epochsAfter(stage, partition, ports, start)) {
      const { epoch } = placed
      await refold.epoch(placed)
      for (const cut of epoch.cuts) for (const range of cut.ranges) position[range.input] = range.to
      n = epoch.n
      const replayed = taken(epoch)
      if (n > end) yield replayed
      if (fold.now >= to) return
    }
    fold.startEpoch(n + 1)
  }
  const topics = fold.inputs.map(({ name }) => name)
  const inflow = new Inflow(ports, { topics, partition, position })
  let waitMs = 0
  for (;;) {
    await inflow.poll(POLL_BYTES, waitMs)
    const cut = inflow.cut()
    if (inflow.isAtEnd && cut === undefined) return
    waitMs = cut === undefined ? PATIENCE_MS : 0
    position.splice(0, position.length, ...inflow.position)
    for (const { input, record } of cut?.taken ?? []) {
      const pending = fold.apply(input, record)
      if (pending) fold.resume(pending, await readOriginals(log, codec, fold, partition, pending))
      if (fold.outbox.records.length > 0) yield taken(undefined)
      if (fold.now >= to) return
    }
  }
}

const POLL_BYTES = 1_000_000
/** A log over the network may need a moment to say that there is no more. */
const PATIENCE_MS = 1_000

async function epochsAfter(stage: Stage, partition: number, { log, codec }: Ports, start: number): Promise<PlacedEpoch[]> {
  const { name } = stageTopics(stage.name, stage.side).epochs
  const epochs: PlacedEpoch[] = []
  for await (const placed of readEpochs(log, codec, name, partition, (await log.bounds(name, partition)).start)) {
    if (placed.epoch.n > start) epochs.push(placed)
  }
  return epochs
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
