import type { FrameView } from '../../../../schemas/codec/codec.ts'
import { configure } from '../../../../schemas/core/config.ts'
import type { Finding, RecordMap, SourceLearning } from '../../../../schemas/generated/records.ts'
import type { Context, Processor } from '../../../../streams/runtime/api/processor.ts'
import { stateBytes, throughBytes } from '../../../../streams/runtime/testing/state-bytes.ts'

/** A detector with the state of one source, folded frame by frame without codec and log: what a test needs to look at its bytes. */
export class DetectorRun {
  readonly findings: Finding[] = []
  readonly learning: SourceLearning[] = []
  private readonly context: Context<unknown, unknown>

  constructor(
    private readonly processor: Processor,
    config: object = {},
    state: unknown = processor.state.empty(),
  ) {
    this.context = {
      config: configure(processor.name, processor.config, config),
      key: 'default/host',
      state,
      stateOf: () => undefined,
      at: 0,
      now: 0,
      place: { id: '', topic: '', partition: 0, offset: 0 },
      nextId: () => '',
      emit: (_, type, value) => {
        const output: RecordMap[keyof RecordMap] = value
        if (type === 'Finding') this.findings.push(output as Finding) // the type was compared
        if (type === 'SourceLearning') this.learning.push(output as SourceLearning)
      },
      wakeAt: () => {},
      cancel: () => {},
      forget: () => {},
      window: () => [],
    }
  }

  fold(frames: Iterable<FrameView>): this {
    for (const frame of frames) this.processor.on.Frame?.(frame, this.context)
    return this
  }

  bytes(): Buffer {
    return stateBytes(this.processor.state, this.context.state)
  }

  /** Another run that goes on from this one's bytes. */
  restored(config: object = {}): DetectorRun {
    return new DetectorRun(this.processor, config, throughBytes(this.processor.state, this.context.state))
  }

  raised(): string[] {
    return this.findings.filter(({ phase }) => phase === 'raised').map(({ metric }) => metric)
  }
}

/** Frames of one source, one a second, each with these metrics. */
export function framesOf(names: readonly string[], rows: readonly (readonly number[])[], from = 0): FrameView[] {
  return rows.map((row, index) => ({
    source: 'host',
    at: from + 1000 * index,
    names,
    values: Float64Array.from(row),
    labels: {},
  }))
}

/** Noise of amplitude 1 around a level; the same in every run. */
export function noisy(level: number, samples: number): number[][] {
  return Array.from({ length: samples }, (_, i) => [level + Math.sin(i * 12.9898)])
}
