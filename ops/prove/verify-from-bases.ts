import { stageTopics } from '../../schemas/topics.ts'
import type { Stage } from '../../streams/runtime/api/stage.ts'
import type { Ports } from '../../streams/runtime/ports/ports.ts'
import { type PlacedEpoch, readEpochs } from '../../streams/runtime/state/history.ts'
import { listBases } from '../../streams/runtime/state/load.ts'
import { RecordedOutputs } from '../rehearse/recorded-outputs.ts'
import { verifySegment } from '../rehearse/verify-segment.ts'

export interface BasesReport {
  readonly bases: number
  /** Compared, all bases together. */
  readonly outputs: number
  readonly complaints: readonly string[]
}

/**
 * Derives the outputs of a task again from each of its bases on, up to the end of the next but one, so that every base is shown to hold
 * the state from which history went on.
 */
export async function verifyFromBases(stage: Stage, partition: number, ports: Ports): Promise<BasesReport> {
  const { log, codec } = ports
  const topics = stageTopics(stage.name, stage.side)
  const bases = await listBases(log, codec, topics.bases.name, partition)
  const epochs: PlacedEpoch[] = []
  for await (const epoch of readEpochs(log, codec, topics.epochs.name, partition, 0)) epochs.push(epoch)
  const recorded = await recordedOutputs(stage, partition, ports, epochs)
  const complaints: string[] = []
  let outputs = 0
  for (const [at, base] of bases.entries()) {
    const last = bases[at + 2]?.end ?? epochs.at(-1)?.epoch.n ?? 0
    const segment = { version: base.version, first: base.end + 1, last, bases: [base], reason: '' }
    const result = await verifySegment({ stage, partition, ports, segment, epochs, recorded, options: {} })
    outputs += result.outputs
    const { difference, unverified } = result
    if (difference)
      complaints.push(
        `from the base of epoch ${base.start}, epoch ${difference.epoch} says something else to ${difference.topic}`,
      )
    for (const { reason } of unverified) complaints.push(`the base of epoch ${base.start} cannot be used: ${reason}`)
  }
  return { bases: bases.length, outputs, complaints }
}

async function recordedOutputs(stage: Stage, partition: number, { log }: Ports, epochs: readonly PlacedEpoch[]) {
  const topics = new Set(epochs.flatMap(({ epoch }) => epoch.outputs.map(({ topic }) => topic)))
  const partitions = await log.partitions()
  const recorded = new Map<string, RecordedOutputs>()
  for (const topic of topics) {
    const where = partitions.some((info) => info.topic === topic && info.partition > 0) ? partition : 0
    recorded.set(topic, await RecordedOutputs.read(log, topic, where, stage.name, partition))
  }
  return recorded
}
