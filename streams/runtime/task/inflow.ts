import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import type { Range } from '../../../schemas/generated/records.ts'
import type { Consumer, ReadResult, StoredRecord } from '../log/log.ts'
import type { Ports } from '../ports/ports.ts'
import { learnSchemas } from './learn-schemas.ts'
import { merge, type Taken } from './merge.ts'
import { recordTime } from './record-time.ts'

/** What one cut took, in the order in which it is to be folded. */
export interface CutTaken {
  readonly taken: readonly Taken[]
  readonly ranges: readonly Range[]
}

interface Buffered {
  records: StoredRecord[]
  times: number[]
  atEnd: boolean
  /** Where the log was read up to. */
  next: number
  /** Where the last cut ended. */
  cutTo: number
}

const MOST_A_CUT = 20_000

/** The inputs of a task: what has been read and not been cut yet. */
export class Inflow {
  private readonly consumer: Consumer
  private readonly buffers: Buffered[]
  /** Ranges that retention had removed before they were read. */
  private gaps: Range[] = []

  constructor(
    private readonly ports: Ports,
    private readonly topics: readonly string[],
    partition: number,
    position: readonly number[],
    /** Topics in which nothing may be missing. */
    private readonly lifeCycle: readonly string[] = [],
  ) {
    this.consumer = ports.log.consumer(topics.map((topic, input) => ({ topic, partition, from: position[input] })))
    this.buffers = position.map((from) => ({ records: [], times: [], atEnd: false, next: from, cutTo: from }))
  }

  /** @throws HS_INPUT_CUT */
  async poll(maxBytes: number, timeoutMs: number): Promise<void> {
    const results = await this.consumer.poll({ maxBytes, timeoutMs })
    for (const [input, result] of results.entries()) await this.take(input, result)
  }

  /** Closes an epoch's next range over what is buffered, in one synchronous step; undefined when nothing can be taken. */
  cut(): CutTaken | undefined {
    const taken = merge(this.buffers, MOST_A_CUT)
    const counts = this.buffers.map(() => 0)
    for (const { input } of taken) counts[input]++
    const ranges: Range[] = []
    this.buffers.forEach((buffer, input) => {
      const to = buffer.records.length === counts[input] ? buffer.next : (buffer.records[counts[input]]?.offset ?? buffer.next)
      if (counts[input] > 0) {
        ranges.push({ input, from: buffer.cutTo, to })
        buffer.records = buffer.records.slice(counts[input])
        buffer.times = buffer.times.slice(counts[input])
        buffer.cutTo = to
      }
    })
    return taken.length === 0 ? undefined : { taken, ranges }
  }

  /** Next offset of each input behind the last cut. */
  get position(): number[] {
    return this.buffers.map((buffer) => buffer.cutTo)
  }

  /** Records that are read and not cut. */
  get buffered(): number {
    return this.buffers.reduce((sum, buffer) => sum + buffer.records.length, 0)
  }

  takeGaps(): Range[] {
    const { gaps } = this
    this.gaps = []
    return gaps
  }

  async close(): Promise<void> {
    await this.consumer.close()
  }

  private async take(input: number, result: ReadResult): Promise<void> {
    const buffer = this.buffers[input]
    if (result.start > buffer.next) {
      if (this.lifeCycle.includes(this.topics[input])) throw cut(this.topics[input], buffer.next, result.start)
      this.gaps.push({ input, from: buffer.next, to: result.start })
      if (buffer.records.length === 0) buffer.cutTo = result.start
    }
    await learnSchemas(this.ports.codec, result.records)
    for (const record of result.records) {
      buffer.records.push(record)
      buffer.times.push(recordTime(this.ports.codec, record))
    }
    buffer.next = Math.max(buffer.next, result.next)
    buffer.atEnd = result.atEnd
    if (buffer.records.length === 0) buffer.cutTo = Math.max(buffer.cutTo, buffer.next)
  }
}

function cut(topic: string, from: number, start: number): HomeostatError {
  return new HomeostatError('HS_INPUT_CUT', {
    message: `Offsets ${from} to ${start - 1} of ${topic} were removed before they were read, and a life cycle cannot go on without them. Restore them from a backup, or start the stage afresh with \`homeostat reset\`.`,
    value: start,
    limit: from,
  })
}
