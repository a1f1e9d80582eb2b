import { Counter, type Registry } from 'prom-client'
import type { FrameSink } from '../../connectors/sources/source.ts'

export interface Intake {
  readonly frames: number
  readonly samples: number
  /** Event time of the newest frame; 0 when there was none. */
  readonly newestAt: number
}

export interface CountingSink extends FrameSink {
  intake(): Intake
  /** Counts frames that came into the log by another way. */
  count(frames: number, samples: number, newestAt: number): void
}

/** A sink that counts what it has taken, for rates. */
export function countingSink(inner: FrameSink, registry: Registry): CountingSink {
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

  function count(moreFrames: number, moreSamples: number, at: number): void {
    frames += moreFrames
    samples += moreSamples
    newestAt = Math.max(newestAt, at)
    framesTotal.inc(moreFrames)
    samplesTotal.inc(moreSamples)
  }

  return {
    intake: () => ({ frames, samples, newestAt }),
    count,
    async publish(batch) {
      const positions = await inner.publish(batch)
      for (const { names, at } of batch) count(1, names.length, at)
      return positions
    },
  }
}
