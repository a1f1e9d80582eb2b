import type { FrameView } from '../../../schemas/codec/codec.ts'
import { TelemetryLate, TelemetrySources } from '../../../schemas/topics.ts'
import type { StoredRecord } from '../log/log.ts'
import { setTimer } from './fold-context.ts'
import { admit, type IntakeRules, note, type Refusal } from './intake.ts'
import type { InputOffset, KeyEntry } from './key-entry.ts'
import type { Origin } from './origin.ts'
import type { Outbox } from './outbox.ts'
import type { TimerQueue } from './timer-queue.ts'

const NAME = 'intake'
const FORGET = 'forget'

interface Shared {
  readonly outbox: Outbox
  readonly queue: TimerQueue
  readonly now: number
  forget(entry: KeyEntry): void
}

/** Stands before the processors of the stage that takes in telemetry: repeats, lateness, caps, and sources that fell silent. */
export class Gatekeeper {
  private sources = 0
  /** Frames that opened a source in this epoch. */
  private welcomes: InputOffset[] = []
  /** While history is folded again: the frames that opened a source then. */
  private obeyed: readonly InputOffset[] | undefined

  constructor(
    private readonly rules: IntakeRules,
    private readonly slot: number,
    private readonly shared: Shared,
  ) {}

  /** True when the frame may move something; else it has gone to telemetry.late. */
  admits(entry: KeyEntry, frame: FrameView, { arrival }: StoredRecord, origin: Origin): boolean {
    const refusal = admit(frame, arrival, this.shared.now, entry.seen, this.rules) ?? this.refusalOfNew(entry, origin)
    if (refusal) {
      const { source, at } = frame
      const late = { source, at, ...refusal, arrival, metrics: metricsOf(frame), labels: frame.labels }
      this.shared.outbox.emit(NAME, origin, 0, entry.key, TelemetryLate, 'LateFrame', late, entry.key, at)
      return false
    }
    if (entry.seen === undefined) this.welcome(entry, frame, origin)
    else note(entry.seen, frame.at, this.rules.graceMs)
    return true
  }

  /** Timers re-arm themselves: a source is looked at once in the forget time, not at every frame. */
  wake(entry: KeyEntry, at: number, origin: Origin): void {
    if (entry.seen === undefined) return
    const lastAt = entry.seen.newest
    if (at < lastAt + this.rules.forgetMs) {
      setTimer(entry, this.slot, FORGET, lastAt + this.rules.forgetMs, this.shared.queue)
      return
    }
    const value = { source: sourceOf(entry.key), at, lastAt }
    this.shared.outbox.emit(NAME, origin, 0, entry.key, TelemetrySources, 'SourceForgotten', value, entry.key, at)
    this.shared.forget(entry)
  }

  /** From here on new sources are those of history; undefined: as many as there is room for. */
  obey(welcomes: readonly InputOffset[] | undefined): void {
    this.obeyed = welcomes
    this.welcomes = []
  }

  takeWelcomes(): InputOffset[] {
    const { welcomes } = this
    this.welcomes = []
    return welcomes
  }

  restored(): void {
    this.sources++
  }

  forgotten(): void {
    this.sources--
  }

  /**
   * How many sources there are depends on all keys of the task, and while history is folded again some of them are already as they
   * were later: then what was decided counts, not the number.
   */
  private refusalOfNew({ seen }: KeyEntry, { input, offset }: Origin): Refusal | undefined {
    if (seen !== undefined) return undefined
    const room = this.obeyed
      ? this.obeyed.some((welcome) => welcome.input === input && welcome.offset === offset)
      : this.sources < this.rules.maxSources
    return room ? undefined : { reason: 'source_cap', value: this.sources + 1, limit: this.rules.maxSources }
  }

  private welcome(entry: KeyEntry, frame: FrameView, origin: Origin): void {
    const { source, at } = frame
    this.sources++
    this.welcomes.push({ input: origin.input, offset: origin.offset })
    entry.seen = { newest: at, recent: [at] }
    setTimer(entry, this.slot, FORGET, at + this.rules.forgetMs, this.shared.queue)
    const value = { source, at, metrics: frame.names.length }
    this.shared.outbox.emit(NAME, origin, 0, entry.key, TelemetrySources, 'SourceSeen', value, entry.key, at)
  }
}

function metricsOf(frame: FrameView): Record<string, number> {
  const metrics: Record<string, number> = Object.create(null)
  frame.names.forEach((name, index) => {
    metrics[name] = frame.values[index]
  })
  return metrics
}

function sourceOf(key: string): string {
  return key.slice(key.indexOf('/') + 1)
}
