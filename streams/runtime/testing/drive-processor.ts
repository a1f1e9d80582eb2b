import assert from 'node:assert/strict'
import type { Codec, Decoded } from '../../../schemas/codec/codec.ts'
import { ScheduleTicks, type Topic } from '../../../schemas/topics.ts'
import type { Processor } from '../api/processor.ts'
import type { Stage } from '../api/stage.ts'
import { Fold } from '../fold/fold.ts'
import { encodeGiven, type Given, given } from './stored.ts'
import { testCodec } from './test-codec.ts'

/** An output as a test expects it: the record type, and of its value as much as matters. */
export interface Expected {
  readonly type: Decoded['type']
  readonly value: object
}

export interface DriveOptions {
  readonly config?: unknown
  /** Rest of the stage: intake rules, life-cycle topics. */
  readonly stage?: Partial<Stage>
}

/**
 * Folds records through one processor as a stage would: synchronously, through the real codec, and with the test as the owner of time.
 *
 * `given` is history whose outputs do not matter, `when` is what the test is about, `emits` compares what came of it. Each record goes
 * in at its event time; a tick is a record like any other (see `tick`).
 */
export function driveProcessor(processor: Processor, options: DriveOptions = {}): ProcessorDriver {
  const stage: Stage = {
    name: 'test',
    module: import.meta.url,
    side: 'telemetry',
    processors: [processor],
    config: { [processor.name]: options.config ?? {} },
    ...options.stage,
  }
  return new ProcessorDriver(stage, testCodec)
}

export class ProcessorDriver {
  readonly fold: Fold
  private readonly offsets: number[]

  constructor(
    stage: Stage,
    private readonly codec: Codec,
  ) {
    this.fold = new Fold(stage, { logId: 'test', codec, partition: 0 })
    this.offsets = this.fold.inputs.map(() => 0)
  }

  given(records: readonly Given[]): this {
    this.feed(records)
    this.fold.outbox.take()
    return this
  }

  when(records: readonly Given[]): this {
    this.feed(records)
    return this
  }

  /** All outputs since `given`, decoded, in order. */
  outputs(): Decoded[] {
    return this.fold.outbox.records.map(({ value }) => this.codec.decode(value ?? Buffer.alloc(0)))
  }

  /** Compares the outputs since `given` with what is expected: the same number, types and order; of the values what is named. */
  emits(expected: readonly Expected[]): this {
    const outputs = this.outputs()
    assert.deepEqual(
      outputs.map(({ type, value }, index) => ({ type, value: pick(value, expected[index]?.value) })),
      expected.map(({ type, value }) => ({ type, value: { ...value } })),
    )
    return this
  }

  private feed(records: readonly Given[]): void {
    for (const record of records) {
      const input = this.fold.inputs.indexOf(record.topic)
      if (input < 0) throw new Error(`the processor does not read ${record.topic.name}`)
      const offset = this.offsets[input]++
      this.fold.apply(input, { offset, arrival: record.arrival ?? record.at, ...encodeGiven(this.codec, record) })
    }
  }
}

/** A tick at this time. */
export function tick(at: number): Given {
  return given(ScheduleTicks, 'Tick', '', at, { at })
}

/** Frames of one source and metric, one value each, `everyMs` apart. */
export function frames(
  topic: Topic,
  source: string,
  metric: string,
  values: readonly number[],
  { from = 0, everyMs = 1_000 }: { from?: number; everyMs?: number } = {},
): Given[] {
  return values.map((value, index) => {
    const at = from + index * everyMs
    return given(topic, 'Frame', `default/${source}`, at, { source, at, metrics: { [metric]: value }, labels: {} })
  })
}

function pick(value: object, like: object | undefined): object {
  if (like === undefined) return value
  return Object.fromEntries(Object.entries(value).filter(([name]) => name in like))
}
