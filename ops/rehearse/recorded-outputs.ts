import { outputSource } from '../../streams/runtime/fold/outbox.ts'
import type { Log, StoredRecord } from '../../streams/runtime/log/log.ts'
import { readAll } from '../../streams/runtime/state/read-all.ts'

/** What one task has emitted into one topic, as the log still has it, read in order. */
export class RecordedOutputs {
  private next = 0

  private constructor(private readonly records: readonly StoredRecord[]) {}

  /**
   * @param partition  where in the topic the task writes: its own number on the telemetry side, 0 on the decision side
   * @param end        nothing at or behind this offset counts; default: all that is there
   */
  static async read(
    log: Log,
    topic: string,
    partition: number,
    stage: string,
    task: number,
    end?: number,
  ): Promise<RecordedOutputs> {
    const records: StoredRecord[] = []
    const prefix = outputSource(stage, task, '')
    const { start } = await log.bounds(topic, partition)
    for await (const record of readAll(log, topic, partition, start, end)) {
      if (record.headers.ce_source?.startsWith(prefix)) records.push(record)
    }
    return new RecordedOutputs(records)
  }

  /**
   * Goes to where `remaining` outputs are left, counted from the end, because retention may have cut the head.
   * @returns how many of them are no longer there
   */
  leave(remaining: number): number {
    this.next = this.records.length - remaining
    return Math.max(0, -this.next)
  }

  /** The next `count` outputs; undefined in place of those that retention has cut. */
  take(count: number): (StoredRecord | undefined)[] {
    const taken = Array.from({ length: count }, (_, index) => this.records[this.next + index])
    this.next += count
    return taken
  }
}
