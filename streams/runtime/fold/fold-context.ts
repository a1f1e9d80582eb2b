import type { ReadMap } from '../../../schemas/codec/codec.ts'
import type { RecordMap, RecordName } from '../../../schemas/generated/records.ts'
import type { Topic } from '../../../schemas/topics.ts'
import type { Context, EmitOptions, Processor, RecordPlace } from '../api/processor.ts'
import type { KeyEntry } from './key-entry.ts'
import { identityOf, type Origin } from './origin.ts'
import type { Outbox } from './outbox.ts'
import type { TimerQueue } from './timer-queue.ts'

/** What the contexts of a task share with its fold. */
export interface FoldShared {
  readonly outbox: Outbox
  readonly queue: TimerQueue
  readonly entries: ReadonlyMap<string, KeyEntry>
  now: number
}

/** The one context of a processor in a task, pointed at a record before each call. */
export class FoldContext implements Context<unknown, unknown> {
  at = 0
  /** The handler asked to end the key: done when it has returned, so that a throw leaves nothing half done. */
  forgets = false
  private index = 0

  constructor(
    readonly processor: Processor,
    readonly slot: number,
    readonly config: unknown,
    private readonly shared: FoldShared,
    private entry: KeyEntry,
    private origin: Origin,
  ) {}

  point(entry: KeyEntry, origin: Origin, at: number): void {
    this.entry = entry
    this.origin = origin
    this.at = at
    this.index = 0
    this.forgets = false
  }

  get key(): string {
    return this.entry.key
  }

  get now(): number {
    return this.shared.now
  }

  get state(): unknown {
    const { states } = this.entry
    states[this.slot] ??= this.processor.state.empty()
    return states[this.slot]
  }

  set state(next: unknown) {
    this.entry.states[this.slot] = next
  }

  stateOf(key: string): unknown {
    return this.shared.entries.get(key)?.states[this.slot]
  }

  get place(): RecordPlace {
    const { topic, partition, offset } = this.origin
    return { id: identityOf(this.origin), topic, partition, offset }
  }

  nextId(): string {
    return this.shared.outbox.idOf(this.processor.name, this.origin, this.key, this.index)
  }

  emit<K extends RecordName>(topic: Topic, type: K, value: RecordMap[K], options: EmitOptions = {}): void {
    const { outbox } = this.shared
    outbox.emit(
      this.processor.name,
      this.origin,
      this.index,
      this.key,
      topic,
      type,
      value,
      options.key ?? this.key,
      options.at ?? this.at,
    )
    this.index++
  }

  wakeAt(name: string, time: number): void {
    setTimer(this.entry, this.slot, name, time, this.shared.queue)
  }

  cancel(name: string): void {
    this.entry.timers[this.slot]?.delete(name)
  }

  forget(): void {
    this.forgets = true
  }

  window<K extends RecordName>(type: K): readonly ReadMap[K][] {
    const content = this.entry.windows?.find((window) => window.spec.type === type)
    return (content?.items ?? []).map((item) => item.value as ReadMap[K]) // a window holds records of its type alone
  }
}

export function setTimer(entry: KeyEntry, slot: number, name: string, due: number, queue: TimerQueue): void {
  const timers = entry.timers[slot] ?? new Map<string, number>()
  entry.timers[slot] = timers
  if (timers.get(name) === due) return
  timers.set(name, due)
  queue.push({ due, key: entry.key, slot, name })
}
