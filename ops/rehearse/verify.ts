import { stageTopics } from '../../schemas/topics.ts'
import type { Stage } from '../../streams/runtime/api/stage.ts'
import { Fold } from '../../streams/runtime/fold/fold.ts'
import type { Ports } from '../../streams/runtime/ports/ports.ts'
import { type PlacedEpoch, readEpochs } from '../../streams/runtime/state/history.ts'
import { listBases } from '../../streams/runtime/state/load.ts'
import { taskId } from '../../streams/runtime/state/restore.ts'
import type { Difference } from './difference.ts'
import { endsAtOneMoment } from './ends-at-one-moment.ts'
import { RecordedOutputs } from './recorded-outputs.ts'
import { segmentsOf } from './segments.ts'
import { verifySegment } from './verify-segment.ts'

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
  readonly unverified: readonly Unverified[]
}

export interface Unverified {
  readonly first: number
  readonly last: number
  readonly reason: string
}

/**
 * Derives the outputs of a task again from its inputs and compares them, byte for byte, with what stands in the log. The task may be
 * running: what it commits meanwhile is left out.
 */
export async function verifyTask(
  stage: Stage,
  partition: number,
  version: string,
  ports: Ports,
  options: VerifyOptions = {},
): Promise<VerifyReport> {
  const { log, codec } = ports
  const { epochs: epochTopic, bases: baseTopic } = stageTopics(stage.name, stage.side)
  const ends = await endsAtOneMoment(log, stage, partition)
  const epochs: PlacedEpoch[] = []
  const { start } = await log.bounds(epochTopic.name, partition)
  for await (const epoch of readEpochs(log, codec, epochTopic.name, partition, start, ends.epochs)) epochs.push(epoch)
  const bases = await listBases(log, codec, baseTopic.name, partition)
  const inputs = new Fold(stage, { logId: log.id, codec, partition }).inputs
  const starts = await Promise.all(inputs.map(async ({ name }) => (await log.bounds(name, partition)).start))
  const recorded = new Map<string, RecordedOutputs>()
  for (const { topic, where, end } of ends.outputs) {
    recorded.set(topic, await RecordedOutputs.read(log, topic, where, stage.name, partition, end))
  }
  const sums = { epochs: 0, outputs: 0 }
  const unverified: Unverified[] = []
  let difference: Difference | undefined
  for (const segment of segmentsOf(epochs, bases, starts, options.asIfSame ? undefined : version)) {
    const result = await verifySegment({ stage, partition, ports, segment, epochs, recorded, options })
    sums.epochs += result.epochs
    sums.outputs += result.outputs
    unverified.push(...result.unverified)
    difference = result.difference
    if (difference) break
  }
  return {
    task: taskId(stage.name, partition),
    ...sums,
    difference,
    unverified: unverified.filter((range) => !isEmpty(range, epochs)),
  }
}

/** Epochs that only wrote a base have no outputs: nothing about them is unverified. */
function isEmpty({ first, last }: Unverified, epochs: readonly PlacedEpoch[]): boolean {
  return epochs.every(({ epoch }) => epoch.n < first || epoch.n > last || epoch.cuts.length === 0)
}
