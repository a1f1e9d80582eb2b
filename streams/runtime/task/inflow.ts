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

export interface InflowPlan {
  readonly topics: readonly string[]
  readonly partition: number
  /** Where to begin in each of them. */
  readonly position: readonly number[]
  /** Topics in which nothing may be missing. */
  readonly lifeCycle?: readonly string[] | undefined
  /** Told of an input that holds up the others although a whole poll went by: it brought nothing, and not that there is nothing. */
  waitedFor?(input: number): void
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
    private readonly plan: InflowPlan,
  ) {
    const { topics, partition, position } = plan
    this.consumer = ports.log.consumer(topics.map((topic, input) => ({ topic, partition, from: position[input] })))
    this.buffers = position.map((from) => ({ records: [], times: [], atEnd: false, next: from, cutTo: from }))
  }

  /** @throws HS_INPUT_CUT */
  async poll(maxBytes: number, timeoutMs: number): Promise<void> {
    const results = await this.consumer.poll({ maxBytes, timeoutMs })
    const before = this.buffers.map((buffer) => buffer.next)
    for (const [input, result] of results.entries()) await this.take(input, result)
    if (this.buffered === 0) return
    this.buffers.forEach(({ records, atEnd, next }, input) => {
      if (records.length === 0 && !atEnd && next === before[input]) this.plan.waitedFor?.(input)
    })
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

  /** True when all that was read is cut, and the log had nothing behind it when it was asked. */
  get isAtEnd(): boolean {
    return this.buffers.every(({ records, atEnd }) => records.length === 0 && atEnd)
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
      const topic = this.plan.topics[input]
      if (this.plan.lifeCycle?.includes(topic)) throw cut(topic, buffer.next, result.start)
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
