import type { Codec } from '../../schemas/codec/codec.ts'
import { stageTopics, TelemetryLate, TelemetrySources, type Topic } from '../../schemas/topics.ts'
import type { Stage } from '../../streams/runtime/api/stage.ts'
import { Fold } from '../../streams/runtime/fold/fold.ts'
import type { Log } from '../../streams/runtime/log/log.ts'
import type { Ports } from '../../streams/runtime/ports/ports.ts'
import { type PlacedEpoch, readEpochs } from '../../streams/runtime/state/history.ts'
import { listBases, loadBase } from '../../streams/runtime/state/load.ts'
import { Refold } from '../../streams/runtime/state/refold.ts'
import { putBack, taskId } from '../../streams/runtime/state/restore.ts'
import { type Difference, firstDifference } from './difference.ts'
import { RecordedOutputs } from './recorded-outputs.ts'
import { type Segment, segmentsOf } from './segments.ts'

export interface VerifyOptions {
  /** Event time, by the ticks; outputs outside are derived but not compared. */
  readonly from?: number
  readonly to?: number
  /** Runs this build over the history of others too, and shows where it would have said something else. */
  readonly asIfSame?: boolean
  progress?(epochsDone: number, epochsTotal: number): void
}

/** What can be said of the outputs of one task. */
export interface VerifyReport {
  readonly task: string
  /** Epochs whose outputs were derived again and compared. */
  readonly epochs: number
  readonly outputs: number
  readonly difference: Difference | undefined
  /** Ranges of epochs that could not be compared, with the reason. */
  readonly unverified: readonly { first: number; last: number; reason: string }[]
}

/** Derives the outputs of a task again from its inputs and compares them, byte for byte, with what stands in the log. */
export async function verifyTask(
  stage: Stage,
  partition: number,
  version: string,
  ports: Ports,
  options: VerifyOptions = {},
): Promise<VerifyReport> {
  const { log, codec } = ports
  const topics = stageTopics(stage.name, stage.side)
  const epochs = await epochsOf(log, codec, topics.epochs, partition)
  const bases = await listBases(log, codec, topics.bases.name, partition)
  const inputs = new Fold(stage, { logId: log.id, codec, partition }).inputs
  const starts = await Promise.all(inputs.map(async ({ name }) => (await log.bounds(name, partition)).start))
  const segments = segmentsOf(epochs, bases, starts, options.asIfSame ? undefined : version)
  const recorded = await outputsOf(stage, partition, log)
  const report = { task: taskId(stage.name, partition), epochs: 0, outputs: 0, difference: undefined as Difference | undefined }
  const unverified: { first: number; last: number; reason: string }[] = []
  for (const segment of segments) {
    const { first, last, base, reason } = segment
    if (base === undefined) {
      unverified.push({ first, last, reason: reason ?? '' })
      continue
    }
    if (base.end > first)
      unverified.push({ first, last: base.end, reason: 'before the first base of this version that can still be used' })
    report.difference = await verifySegment(stage, partition, ports, segment, epochs, recorded, options, report)
    if (report.difference) break
  }
  return { ...report, unverified: unverified.filter((range) => !isEmptyBase(range, epochs)) }
}

async function verifySegment(
  stage: Stage,
  partition: number,
  ports: Ports,
  { base, last }: Segment,
  epochs: readonly PlacedEpoch[],
  recorded: ReadonlyMap<string, RecordedOutputs>,
  { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY, progress }: VerifyOptions,
  report: { epochs: number; outputs: number },
): Promise<Difference | undefined> {
  if (base === undefined) return undefined
  const { log, codec } = ports
  const fold = new Fold(stage, { logId: log.id, codec, partition })
  const { bases } = stageTopics(stage.name, stage.side)
  await putBack(ports, fold, partition, await loadBase(log, codec, bases.name, partition, base))
  fold.outbox.silent = false
  const ends = await Promise.all(fold.inputs.map(async ({ name }) => (await log.bounds(name, partition)).end))
  const refold = new Refold(log, codec, fold, partition, ends)
  const mine = epochs.filter(({ epoch }) => epoch.n > base.start && epoch.n <= last)
  for (const [topic, outputs] of recorded) outputs.leave(countAfter(epochs, base.end, topic))
  for (const [index, { epoch }] of mine.entries()) {
    await refold.epoch(epoch)
    fold.letters.take()
    const derived = fold.outbox.take()
    progress?.(index + 1, mine.length)
    if (epoch.n <= base.end) continue
    const expected = new Map(epoch.outputs.map(({ topic, count }) => [topic, recorded.get(topic)?.take(count) ?? []]))
    if (fold.now < from || fold.now > to) continue
    const difference = firstDifference(epoch.n, derived, expected, codec)
    if (difference) return difference
    report.epochs++
    report.outputs += derived.length
  }
  return undefined
}

async function epochsOf(log: Log, codec: Codec, topic: Topic, partition: number): Promise<PlacedEpoch[]> {
  const { start } = await log.bounds(topic.name, partition)
  const epochs: PlacedEpoch[] = []
  for await (const epoch of readEpochs(log, codec, topic.name, partition, start)) epochs.push(epoch)
  return epochs
}

/** Every topic that the stage may have written to, with what it wrote there. */
async function outputsOf(stage: Stage, partition: number, log: Log): Promise<Map<string, RecordedOutputs>> {
  const topics = new Set(stage.processors.flatMap((processor) => processor.writes))
  if (stage.intake) for (const topic of [TelemetryLate, TelemetrySources]) topics.add(topic)
  const outputs = new Map<string, RecordedOutputs>()
  for (const { name, side } of topics) {
    const where = side === 'telemetry' ? partition : 0
    outputs.set(name, await RecordedOutputs.read(log, name, where, stage.name, partition))
  }
  return outputs
}

function countAfter(epochs: readonly PlacedEpoch[], n: number, topic: string): number {
  let count = 0
  for (const { epoch } of epochs) {
    if (epoch.n > n) count += epoch.outputs.find((output) => output.topic === topic)?.count ?? 0
  }
  return count
}

/** Epochs that only wrote a base have no outputs: nothing about them is unverified. */
function isEmptyBase({ first, last }: { first: number; last: number }, epochs: readonly PlacedEpoch[]): boolean {
  return epochs.every(({ epoch }) => epoch.n < first || epoch.n > last || epoch.cuts.length === 0)
}
