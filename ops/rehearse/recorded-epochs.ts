import type { Epoch } from '../../schemas/generated/records.ts'
import { stageTopics } from '../../schemas/topics.ts'
import type { Stage } from '../../streams/runtime/api/stage.ts'
import type { StoredRecord } from '../../streams/runtime/log/log.ts'
import type { Ports } from '../../streams/runtime/ports/ports.ts'
import { readEpochs } from '../../streams/runtime/state/history.ts'
import { endsAtOneMoment } from './ends-at-one-moment.ts'
import { RecordedOutputs } from './recorded-outputs.ts'

/** What the log has of an epoch's outputs, by topic; undefined in place of those that retention has removed. */
export type EpochOutputs = ReadonlyMap<string, readonly (StoredRecord | undefined)[]>

/** The recorded outputs of a task, epoch by epoch. Epochs must be asked for in order, from the first on without gaps. */
export class RecordedEpochs {
  private begun = false

  private constructor(
    private readonly epochs: readonly Epoch[],
    private readonly outputs: ReadonlyMap<string, RecordedOutputs>,
  ) {}

  /** @param ports the log itself, not as it was: it is asked for ends that belong together */
  static async read(stage: Stage, partition: number, { log, codec }: Ports): Promise<RecordedEpochs> {
    const { name } = stageTopics(stage.name, stage.side).epochs
    const epochs: Epoch[] = []
    const ends = await endsAtOneMoment(log, stage, partition)
    const { start } = await log.bounds(name, partition)
    for await (const { epoch } of readEpochs(log, codec, name, partition, start, ends.epochs)) epochs.push(epoch)
    const outputs = new Map<string, RecordedOutputs>()
    for (const { topic, where, end } of ends.outputs)
      outputs.set(topic, await RecordedOutputs.read(log, topic, where, stage.name, partition, end))
    return new RecordedEpochs(epochs, outputs)
  }

  take(epoch: Epoch): EpochOutputs {
    if (!this.begun) for (const [topic, outputs] of this.outputs) outputs.leave(this.countFrom(epoch.n, topic))
    this.begun = true
    return new Map(epoch.outputs.map(({ topic, count }) => [topic, this.outputs.get(topic)?.take(count) ?? []]))
  }

  private countFrom(n: number, topic: string): number {
    const later = this.epochs.filter((epoch) => epoch.n >= n).flatMap((epoch) => epoch.outputs)
    return later.reduce((total, output) => total + (output.topic === topic ? output.count : 0), 0)
  }
}
