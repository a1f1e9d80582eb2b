import { ScheduleTicks, SystemTelemetryRaw, type Topic } from '../../../../../schemas/topics.ts'
import type { Processor } from '../../../../../streams/runtime/api/processor.ts'
import type { Stage } from '../../../../../streams/runtime/api/stage.ts'
import { Fold } from '../../../../../streams/runtime/fold/fold.ts'
import type { StoredRecord } from '../../../../../streams/runtime/log/log.ts'
import { encodeGiven, type Given, given } from '../../../../../streams/runtime/testing/stored.ts'
import { testCodec } from '../../../../../streams/runtime/testing/test-codec.ts'

export function testStage(processors: readonly Processor[], parts: Partial<Stage> = {}): Stage {
  return { name: 'test', module: import.meta.url, side: 'telemetry', processors, ...parts }
}

/** A fold with its inputs beside it, so that requests find the originals; records count from 0 in every input. */
export class FoldBench {
  fold: Fold
  readonly inputs: StoredRecord[][]

  constructor(readonly stage: Stage) {
    this.fold = this.freshFold()
    this.inputs = this.fold.inputs.map(() => [])
  }

  freshFold(): Fold {
    return new Fold(this.stage, { logId: 'test', codec: testCodec, partition: 0 })
  }

  /** @returns the record's offset */
  put(record: Given): number {
    return this.putRaw(record.topic, { arrival: record.arrival ?? record.at, ...encodeGiven(testCodec, record) })
  }

  /** A record whose bytes need not mean anything. */
  putRaw(topic: Topic, { key, value, headers = {}, arrival = 0 }: Partial<Omit<StoredRecord, 'offset'>>): number {
    const input = this.fold.inputs.indexOf(topic)
    const offset = this.inputs[input].length
    const record = { offset, arrival, key: key ?? null, value: value ?? null, headers }
    this.inputs[input].push(record)
    this.apply(this.fold, input, record)
    return offset
  }

  apply(fold: Fold, input: number, record: StoredRecord): void {
    const pending = fold.apply(input, record)
    if (!pending) return
    fold.resume(
      pending,
      pending.places.map((place) => ({ input: place.input, record: this.inputs[place.input][place.offset] })),
    )
  }

  /** The texts said since the last call. */
  said(): string[] {
    return this.fold.outbox.take().flatMap(({ value }) => {
      const decoded = testCodec.decode(value ?? Buffer.alloc(0))
      return decoded.type === 'Finding' ? [decoded.value.hint] : []
    })
  }

  /** The outputs since the last call, by record type. */
  outputs() {
    return this.fold.outbox.take().map((record) => ({ ...record, ...testCodec.decode(record.value ?? Buffer.alloc(0)) }))
  }
}

export function frame(source: string, at: number, metrics: Record<string, number> = { m: 1 }, arrival = at): Given {
  return { ...given(SystemTelemetryRaw, 'Frame', `default/${source}`, at, { source, at, metrics, labels: {} }), arrival }
}

export function tick(at: number): Given {
  return given(ScheduleTicks, 'Tick', '', at, { at })
}
