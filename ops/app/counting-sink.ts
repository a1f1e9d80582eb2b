import { Counter, type Registry } from 'prom-client'
import type { FrameSink } from '../../connectors/sources/source.ts'

export interface Intake {
  readonly frames: number
  readonly samples: number
  /** Event time of the newest frame; 0 when there was none. */
  readonly newestAt: number
}

/** A sink that counts what it has taken, for rates. */
export function countingSink(inner: FrameSink, registry: Registry): FrameSink & { intake(): Intake } {
  const registers = [registry]
  const framesTotal = new Counter({
    name: 'homeostat_ingested_frames_total',
    help: 'Frames made durable by this process.',
    registers,
  })
  const samplesTotal = new Counter({ name: 'homeostat_ingested_samples_total', help: 'Samples in these frames.', registers })
  let frames = 0
  let samples = 0
  let newestAt = 0
  return {
    intake: () => ({ frames, samples, newestAt }),
    async publish(batch) {
      const positions = await inner.publish(batch)
      const more = batch.reduce((sum, frame) => sum + frame.names.length, 0)
      frames += batch.length
      samples += more
      for (const { at } of batch) newestAt = Math.max(newestAt, at)
      framesTotal.inc(batch.length)
      samplesTotal.inc(more)
      return positions
    },
  }
}
