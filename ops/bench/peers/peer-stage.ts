import { type Static, Type } from '@sinclair/typebox'
import type { FrameView } from '../../../schemas/codec/codec.ts'
import { configSchema } from '../../../schemas/core/config.ts'
import { SenseFindings } from '../../../schemas/topics.ts'
import { type Context, processor } from '../../../streams/runtime/api/processor.ts'
import type { Stage } from '../../../streams/runtime/api/stage.ts'
import { type MomentsTable, momentsState, rowsFor, WIDTH } from './moments-table.ts'
import { PeerFrames } from './peer-topics.ts'

const PeerConfig = configSchema({
  alpha: Type.Number({ default: 0.02, description: 'Weight of a sample in mean and variance.' }),
  threshold: Type.Number({ default: 6, description: 'Distance from the mean beyond which a sample is an anomaly, in spreads.' }),
  warmUp: Type.Integer({ default: 30, description: 'Samples of a series before the first that may be an anomaly.' }),
})

type PeerContext = Context<MomentsTable, Static<typeof PeerConfig>>

/** The programs that Homeostat is compared with, as a processor: the same arithmetic in the same order, so the same anomalies. */
const peerEwma = processor({
  name: 'peer-ewma',
  reads: [PeerFrames],
  writes: [SenseFindings],
  config: PeerConfig,
  state: momentsState,
  on: {
    Frame(frame, ctx) {
      const { alpha, threshold, warmUp } = ctx.config
      const { values } = frame
      const rows = rowsFor(ctx.state, frame.names)
      const nearly = 0.99 * threshold * threshold
      const { cells } = ctx.state
      for (let i = 0; i < values.length; i++) {
        const at = rows[i] * WIDTH
        const value = values[i]
        const count = cells[at]
        const variance = cells[at + 2]
        if (count === 0) cells[at + 1] = value
        else {
          const deviation = value - cells[at + 1]
          const square = deviation * deviation
          // Cheap, and true for everything that the exact comparison takes: few samples need the root.
          if (square > nearly * variance && count >= warmUp && variance > 0) {
            if (Math.abs(deviation / Math.sqrt(variance)) > threshold) tell(frame, i, cells, at, ctx)
          }
          cells[at + 1] += alpha * deviation
          cells[at + 2] = (1 - alpha) * (variance + alpha * deviation * deviation)
        }
        cells[at] = count + 1
      }
    },
  },
})

function tell(frame: FrameView, i: number, cells: Float64Array, at: number, ctx: PeerContext): void {
  const { source, at: time } = frame
  const mean = cells[at + 1]
  const spread = Math.sqrt(cells[at + 2])
  const distance = (frame.values[i] - mean) / spread
  ctx.emit(SenseFindings, 'Finding', {
    source,
    metric: frame.names[i],
    at: time,
    phase: 'raised',
    method: 'ewma',
    severity: 'warning',
    score: 1 - 1 / (1 + Math.abs(distance)),
    value: frame.values[i],
    expected: mean,
    low: mean - ctx.config.threshold * spread,
    high: mean + ctx.config.threshold * spread,
    from: time,
    rule: null,
    hint: `The value lies ${distance.toFixed(1)} spreads from its mean.`,
  })
}

/** A name for each run: its epochs, states and position are its own. The rules of intake are those of the stage `sense`. */
export function peerStage(name: string): Stage {
  return {
    name,
    module: import.meta.url,
    side: 'telemetry',
    processors: [peerEwma],
    intake: { graceMs: 60_000, futureMs: 300_000, forgetMs: 86_400_000, maxSources: 10_000, maxMetrics: 2_000 },
  }
}
