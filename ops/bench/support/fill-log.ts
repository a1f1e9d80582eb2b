import type { Codec } from '../../../schemas/codec/codec.ts'
import type { FrameInput } from '../../../schemas/telemetry/validate-frame.ts'
import { ScheduleTicks, SystemTelemetryRaw } from '../../../schemas/topics.ts'
import type { Log, NewRecord } from '../../../streams/runtime/log/log.ts'
import { type Fleet, syntheticFrame } from './synthetic-frames.ts'

export interface FillOptions {
  readonly batchSize?: number
  readonly ticks?: boolean
  /** In place of the fleet's own frames. */
  readonly frameAt?: (n: number) => FrameInput
}

/** Appends frames `from` to `to` (exclusive) of a fleet, with a tick after each batch when there is no clock that makes them. */
export async function fillLog(
  log: Log,
  codec: Codec,
  fleet: Fleet,
  from: number,
  to: number,
  { batchSize = 500, ticks = true, frameAt = (n) => syntheticFrame(fleet, n) }: FillOptions = {},
): Promise<void> {
  for (let n = from; n < to; n += batchSize) {
    const frames = Array.from({ length: Math.min(batchSize, to - n) }, (_, index) => frameAt(n + index))
    const records: NewRecord[] = frames.map((frame) => ({
      topic: SystemTelemetryRaw.name,
      partition: 0,
      key: Buffer.from(`default/${frame.source}`),
      value: codec.encodeFrame(frame),
    }))
    const { at } = frames[frames.length - 1]
    const tick = { topic: ScheduleTicks.name, partition: 0, key: null, value: codec.encode('Tick', { at }) }
    await log.append(ticks ? [...records, tick] : records)
  }
}
