import { eventTimeOf } from '../../../schemas/cloudevents/event-time-of.ts'
import type { Codec, Decoded } from '../../../schemas/codec/codec.ts'
import { configure } from '../../../schemas/core/config.ts'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import type { Epoch, RecordName } from '../../../schemas/generated/records.ts'
import type { Topic } from '../../../schemas/topics.ts'
import { inputsOf, type Stage } from '../api/stage.ts'
import type { StoredRecord } from '../log/log.ts'
import { DirtyKeys } from './dirty-keys.ts'
import { FoldContext, type FoldShared } from './fold-context.ts'
import { Gatekeeper } from './gatekeeper.ts'
import { emptyEntry, type InputOffset, isVacant, type KeyEntry } from './key-entry.ts'
import { Letters } from './letters.ts'
import { type Origin, originOf } from './origin.ts'
import { Outbox } from './outbox.ts'
import { asRequest, type LetterRequest, waitingBehind } from './request.ts'
import { type Routes, routesOf } from './routes.ts'
import { isSameTimer, type QueuedTimer, TimerQueue } from './timer-queue.ts'
import { emptyWindows, pushWindow, windowTime } from './window.ts'

export interface FoldOptions {
  readonly logId: string
  readonly codec: Codec
  readonly partition: number
}

/** A request whose records must be read from the log before folding goes on. */
export interface PendingRequest {
  readonly request: LetterRequest
  readonly entry: KeyEntry
  /** Which input the letter stands in. */
  readonly input: number
  /** Where the records stand, in order, the letter first. */
  readonly places: readonly InputOffset[]
}

/** A record that a request sets free, with the input that it stands in. */
export interface Original {
  readonly input: number
  readonly record: StoredRecord
}

/** Takes the time of calls, in milliseconds. */
export interface Meter {
  now(): number
  spent(processor: string, started: number): void
}

const METERED_EVERY = 128

/** A key that waits longer than this behind a dead letter stops the task. */
const MOST_WAITING = 10_000

/**
 * One task's fold: records in, states and outputs on. Deterministic and synchronous; knows neither the time of day nor where its
 * records come from. The same records in the same order give the same outputs, byte for byte.
 */
export class Fold implements FoldShared {
  readonly inputs: readonly Topic[]
  readonly entries = new Map<string, KeyEntry>()
  readonly queue = new TimerQueue()
  readonly dirty = new DirtyKeys()
  readonly outbox: Outbox
  readonly letters: Letters
  /** Time of the last tick; 0 before the first. */
  now = 0
  /** The epoch that is being folded. */
  epoch = 1
  /** Measures one call in so many, from outside: what it says never comes back into the fold. */
  meter: Meter | undefined
  /** Records folded, for the metrics. */
  folded = 0
  private readonly contexts: readonly FoldContext[]
  private readonly routes: Routes
  private readonly gate: Gatekeeper | undefined
  private readonly windowTypes: ReadonlySet<RecordName>
  /** Restored keys that do not take part yet, the next one last. */
  private asleep: KeyEntry[] = []

  constructor(
    readonly stage: Stage,
    private readonly options: FoldOptions,
  ) {
    this.inputs = inputsOf(stage)
    this.routes = routesOf(this.inputs, stage.processors)
    this.outbox = new Outbox(options.codec, { logId: options.logId, stage: stage.name, partition: options.partition })
    this.letters = new Letters(options.codec, stage.name)
    const nowhere = emptyEntry('')
    const nothing: Origin = { input: 0, topic: '', partition: 0, offset: 0, headers: {} }
    this.contexts = stage.processors.map(
      (processor, slot) =>
        new FoldContext(
          processor,
          slot,
          configure(processor.name, processor.config, stage.config?.[processor.name]),
          this,
          nowhere,
          nothing,
        ),
    )
    this.windowTypes = new Set(stage.processors.flatMap(({ windows }) => windows.map(({ type }) => type)))
    this.gate = stage.intake && new Gatekeeper(stage.intake, stage.processors.length, this)
  }

  /** Folds one record of an input. What it returns must be answered with `resume` before the next record is folded. */
  apply(input: number, record: StoredRecord): PendingRequest | undefined {
    this.folded++
    const topic = this.inputs[input]
    const key = record.key === null ? '' : record.key.toString()
    const origin = originOf(input, topic.name, this.options.partition, record)
    const decoded = this.decode(origin, record, key)
    if (decoded === undefined) return undefined
    if (decoded.type === 'Tick') {
      this.tick(decoded.value.at, origin, record)
      return undefined
    }
    const request = topic === this.stage.requests ? asRequest(decoded, this.stage.name, this.options.partition) : undefined
    if (request) return this.pending(request, key)
    this.foldRecord(input, origin, record, key, decoded)
    return undefined
  }

  /** Goes on after a request: `originals` are the records at its places, as they stand in the log; some may be gone. */
  resume({ request, entry, input }: PendingRequest, originals: readonly Original[]): void {
    const isLetter = (place: InputOffset | undefined) => place?.input === input && place.offset === request.offset
    const behind = entry.waiting.slice(1)
    entry.waiting = []
    this.dirty.touch(entry, this.epoch)
    for (const { input: from, record } of originals) {
      if ((record.key?.toString() ?? '') !== entry.key) continue
      const letter = isLetter({ input: from, offset: record.offset })
      if (letter && request.kind === 'replay') this.again(from, record, entry, request.processor)
      if (letter && isLetter(behind[0])) {
        entry.waiting.push(...behind) // another processor failed on the same record: its letter blocks the key still
        return
      }
      if (!letter) this.again(from, record, entry, '')
    }
  }

  /** Ends a key: nothing of it is left but the mark that it was changed. */
  forget(entry: KeyEntry): void {
    entry.states = []
    entry.timers = []
    entry.windows = undefined
    entry.waiting = []
    if (entry.seen) {
      entry.seen = undefined
      this.gate?.forgotten()
    }
  }

  /** Before the first record of a new epoch. */
  startEpoch(epoch: number): void {
    this.reach(epoch)
    this.letters.obey([])
    this.gate?.obey(undefined)
  }

  /** Before an epoch of history is folded again: keys whose snapshot is older take part from here, and what was refused is obeyed. */
  startAgain({ n, letters, welcomes }: Epoch): void {
    this.reach(n)
    this.letters.obey(letters)
    this.gate?.obey(welcomes)
  }

  /** True when a restore reads windows again from the log. */
  get hasWindows(): boolean {
    return this.windowTypes.size > 0
  }

  /** Frames of the epoch that opened a source, for its record. */
  takeWelcomes(): InputOffset[] {
    return this.gate?.takeWelcomes() ?? []
  }

  /** Puts restored keys in place; a key takes part in epochs after `restoredTo`. */
  restore(entries: readonly KeyEntry[]): void {
    for (const entry of entries) {
      this.entries.set(entry.key, entry)
      if (entry.seen) this.gate?.restored()
    }
    this.asleep = entries.toSorted((a, b) => b.restoredTo - a.restoredTo)
  }

  entry(key: string): KeyEntry {
    const known = this.entries.get(key)
    if (known) return known
    const entry = emptyEntry(key)
    this.entries.set(key, entry)
    return entry
  }

  private reach(epoch: number): void {
    this.epoch = epoch
    while (this.asleep.length > 0 && this.asleep[this.asleep.length - 1].restoredTo < epoch) {
      const entry = this.asleep.pop()
      if (entry) this.wake(entry)
    }
  }

  private again(input: number, record: StoredRecord, entry: KeyEntry, only: string): void {
    const origin = originOf(input, this.inputs[input].name, this.options.partition, record)
    const decoded = this.decode(origin, record, entry.key)
    if (decoded) this.foldRecord(input, origin, record, entry.key, decoded, only)
  }

  private pending(request: LetterRequest, key: string): PendingRequest | undefined {
    const entry = this.entry(key)
    const input = this.inputs.findIndex((topic) => topic.name === request.topic)
    if (input < 0 || this.sleeps(entry)) return undefined
    const places = waitingBehind(request, input, entry, this.isLifeCycle(input))
    return places.length === 0 ? undefined : { request, entry, input, places }
  }

  private sleeps(entry: KeyEntry | undefined): boolean {
    return entry !== undefined && this.epoch <= entry.restoredTo
  }

  private wake(entry: KeyEntry): void {
    entry.timers.forEach((timers, slot) => {
      for (const [name, due] of timers ?? []) this.queue.push({ due, key: entry.key, slot, name })
    })
  }

  private decode(origin: Origin, record: StoredRecord, key: string): Decoded | undefined {
    if (this.letters.failed(origin.input, record.offset, key, '')) return this.fail(origin, record, key, undefined)
    if (record.value === null) return undefined
    try {
      return this.options.codec.decode(record.value)
    } catch (error) {
      return this.fail(origin, record, key, error)
    }
  }

  private fail(origin: Origin, record: StoredRecord, key: string, error: unknown): undefined {
    this.letters.add(origin, record, key, '', this.now, error)
    if (this.isLifeCycle(origin.input)) this.block(this.entry(key), origin.input, record.offset)
    return undefined
  }

  private foldRecord(input: number, origin: Origin, record: StoredRecord, key: string, decoded: Decoded, only = ''): void {
    const slots = this.routes[input].get(decoded.type)
    if (slots === undefined) return
    const entry = this.entry(key)
    if (this.sleeps(entry)) return
    if (entry.waiting.length > 0 && this.isLifeCycle(input)) {
      this.block(entry, input, record.offset)
      return
    }
    const at = eventTime(decoded, record, this.now)
    if (decoded.type === 'Frame' && this.gate && only === '') {
      if (!this.gate.admits(entry, decoded.value, record, origin)) {
        if (isVacant(entry) && entry.dirtySince === 0 && entry.written === 0) this.entries.delete(key)
        return
      }
    }
    this.dirty.touch(entry, this.epoch)
    if (only === '') this.remember(entry, decoded, input, record)
    for (const slot of slots) {
      if (only === '' || this.stage.processors[slot].name === only)
        this.call(slot, entry, origin, record, at, decoded.type, decoded.value)
    }
  }

  private call(
    slot: number,
    entry: KeyEntry,
    origin: Origin,
    record: StoredRecord,
    at: number,
    type: RecordName | 'Timer',
    value: unknown,
    timer = '',
  ): void {
    const context = this.contexts[slot]
    const { processor } = context
    const handler = processor.on[type] as ((value: unknown, context: FoldContext) => void) | undefined // routed by type
    if (!handler) return
    context.point(entry, origin, at)
    const emitted = this.outbox.records.length
    const before = processor.onThrow === 'keep' ? { state: entry.states[slot], timers: new Map(entry.timers[slot]) } : undefined
    try {
      if (this.letters.failed(origin.input, record.offset, entry.key, processor.name, timer))
        throw new HomeostatError('HS_PROCESSOR_FAILED')
      const meter = this.folded % METERED_EVERY === 0 ? this.meter : undefined
      const started = meter?.now() ?? 0
      handler(value, context)
      meter?.spent(processor.name, started)
      if (context.forgets) this.forget(entry)
    } catch (error) {
      this.outbox.records.length = emitted
      entry.states[slot] = before?.state
      entry.timers[slot] = before?.timers
      this.letters.add(origin, record, entry.key, processor.name, at, error, timer)
      if (this.isLifeCycle(origin.input)) this.block(entry, origin.input, record.offset)
    }
  }

  private tick(at: number, origin: Origin, record: StoredRecord): void {
    if (at <= this.now) return
    this.now = at
    const due: QueuedTimer[] = []
    for (let timer = this.queue.popDue(at); timer; timer = this.queue.popDue(at)) {
      if (!isSameTimer(due[due.length - 1], timer)) due.push(timer) // one that was cancelled and set again stands in the queue twice
    }
    for (const { key, slot, name, due: time } of due) {
      const entry = this.entries.get(key)
      const timers = entry?.timers[slot]
      if (entry === undefined || timers?.get(name) !== time) continue
      timers.delete(name)
      this.dirty.touch(entry, this.epoch)
      if (slot === this.contexts.length) this.gate?.wake(entry, at, origin)
      else this.call(slot, entry, origin, record, at, 'Timer', { name, due: time }, name)
    }
  }

  private remember(entry: KeyEntry, decoded: Decoded, input: number, record: StoredRecord): void {
    if (!this.windowTypes.has(decoded.type)) return
    entry.windows ??= emptyWindows(this.stage, this.inputs)
    for (const window of entry.windows) {
      if (window.spec.type !== decoded.type || window.input !== input) continue
      pushWindow(window, record.offset, windowTime(decoded, record), decoded.value)
    }
  }

  private block(entry: KeyEntry, input: number, offset: number): void {
    if (this.sleeps(entry)) return
    this.dirty.touch(entry, this.epoch)
    entry.waiting.push({ input, offset })
    if (entry.waiting.length > MOST_WAITING) {
      throw new HomeostatError('HS_KEY_BLOCKED_TOO_LONG', { value: entry.waiting.length, limit: MOST_WAITING })
    }
  }

  private isLifeCycle(input: number): boolean {
    return this.stage.lifeCycle?.includes(this.inputs[input]) ?? false
  }
}

/** Event time of a decoded record: a frame's own, else what its envelope says, else the time that the task knows. */
function eventTime(decoded: Decoded, record: StoredRecord, now: number): number {
  if (decoded.type === 'Frame') return decoded.value.at
  return eventTimeOf(record.headers) ?? now
}
