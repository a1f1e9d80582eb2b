import { eventTimeOf } from '../../../schemas/cloudevents/event-time-of.ts'
import type { Codec, Decoded } from '../../../schemas/codec/codec.ts'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import type { Epoch, RecordName } from '../../../schemas/generated/records.ts'
import type { Topic } from '../../../schemas/topics.ts'
import { inputsOf, type Stage } from '../api/stage.ts'
import type { StoredRecord } from '../log/log.ts'
import { type Call, Calls } from './calls.ts'
import { DirtyKeys } from './dirty-keys.ts'
import type { FoldShared } from './fold-context.ts'
import { Gatekeeper } from './gatekeeper.ts'
import { isKeyOf } from './is-key-of.ts'
import { type InputOffset, isVacant, type KeyEntry } from './key-entry.ts'
import { Keys } from './keys.ts'
import { Letters } from './letters.ts'
import { type Origin, originOf } from './origin.ts'
import { Outbox } from './outbox.ts'
import { asRequest, type LetterRequest, type Original, type PendingRequest, waitingBehind } from './request.ts'
import { type Routes, routesOf } from './routes.ts'
import { isSameTimer, type QueuedTimer, TimerQueue } from './timer-queue.ts'
import { emptyWindows, pushWindow, windowTime } from './window.ts'

export interface FoldOptions {
  readonly logId: string
  readonly codec: Codec
  readonly partition: number
}

/** A key that waits longer than this behind a dead letter stops the task. */
const MOST_WAITING = 10_000

/**
 * One task's fold: records in, states and outputs on. Deterministic and synchronous; knows neither the time of day nor where its
 * records come from. The same records in the same order give the same outputs, byte for byte.
 */
export class Fold implements FoldShared {
  readonly inputs: readonly Topic[]
  readonly queue = new TimerQueue()
  readonly keys = new Keys(this.queue)
  readonly dirty = new DirtyKeys()
  readonly outbox: Outbox
  readonly letters: Letters
  /** Time of the last tick; 0 before the first. */
  now = 0
  /** Records folded, for the metrics. */
  folded = 0
  readonly calls: Calls
  private readonly routes: Routes
  private readonly gate: Gatekeeper | undefined
  private readonly windowTypes: ReadonlySet<RecordName>

  constructor(
    readonly stage: Stage,
    private readonly options: FoldOptions,
  ) {
    this.inputs = inputsOf(stage)
    this.routes = routesOf(this.inputs, stage.processors)
    this.outbox = new Outbox(options.codec, { logId: options.logId, stage: stage.name, partition: options.partition })
    this.letters = new Letters(options.codec, stage.name)
    this.calls = new Calls(stage, this, this.letters, (entry) => this.forget(entry))
    this.windowTypes = new Set(stage.processors.flatMap(({ windows }) => windows.map(({ type }) => type)))
    this.gate = stage.intake && new Gatekeeper(stage.intake, stage.processors.length, this)
  }

  get entries(): Map<string, KeyEntry> {
    return this.keys.entries
  }

  /** The epoch that is being folded. */
  get epoch(): number {
    return this.keys.epoch
  }

  /** Folds one record of an input. What it returns must be answered with `resume` before the next record is folded. */
  apply(input: number, record: StoredRecord): PendingRequest | undefined {
    this.folded++
    const topic = this.inputs[input]
    const key = this.stateKey(record)
    const origin = originOf(input, topic.name, this.options.partition, record)
    const decoded = this.decode(origin, record, key)
    if (decoded === undefined) return undefined
    if (decoded.type === 'Tick') {
      this.tick(decoded.value.at, { ...origin, tick: decoded.value.at }, record)
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
    this.dirty.touch(entry, this.keys.epoch)
    for (const { input: from, record } of originals) {
      if (this.stateKey(record) !== entry.key) continue
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
    this.keys.reach(epoch)
    this.letters.obey([])
    this.gate?.obey(undefined)
  }

  /** Before an epoch of history is folded again: keys whose snapshot is older take part from here, and what was refused is obeyed. */
  startAgain({ n, letters, welcomes }: Epoch): void {
    this.keys.reach(n)
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

  restore(entries: readonly KeyEntry[]): void {
    for (const entry of entries) if (entry.seen) this.gate?.restored()
    this.keys.restore(entries)
  }

  private stateKey({ key: own }: StoredRecord): string {
    const key = own === null ? '' : own.toString()
    return this.stage.stateKey ? this.stage.stateKey(key) : key
  }

  private again(input: number, record: StoredRecord, entry: KeyEntry, only: string): void {
    const origin = originOf(input, this.inputs[input].name, this.options.partition, record)
    const decoded = this.decode(origin, record, entry.key)
    if (decoded) this.foldRecord(input, origin, record, entry.key, decoded, only)
  }

  private pending(request: LetterRequest, key: string): PendingRequest | undefined {
    const entry = this.keys.entry(key)
    const input = this.inputs.findIndex((topic) => topic.name === request.topic)
    if (input < 0 || this.keys.sleeps(entry)) return undefined
    const places = waitingBehind(request, input, entry, this.isLifeCycle(input))
    return places.length === 0 ? undefined : { request, entry, input, places }
  }

  private decode(origin: Origin, record: StoredRecord, key: string): Decoded | undefined {
    if (this.letters.failed(origin.input, record.offset, key, '')) return this.fail(origin, record, key, undefined)
    if (record.unreadable) return this.fail(origin, record, key, new HomeostatError(record.unreadable))
    if (record.value === null) return undefined
    try {
      return this.options.codec.decode(record.value)
    } catch (error) {
      return this.fail(origin, record, key, error)
    }
  }

  private fail(origin: Origin, record: StoredRecord, key: string, error: unknown): undefined {
    this.letters.add(origin, record, key, '', this.now, error)
    if (this.isLifeCycle(origin.input)) this.block(this.keys.entry(key), origin.input, record.offset)
    return undefined
  }

  private foldRecord(input: number, origin: Origin, record: StoredRecord, key: string, decoded: Decoded, only = ''): void {
    const slots = this.routes[input].get(decoded.type)
    if (slots === undefined) return
    if (decoded.type === 'Frame' && this.gate && !isKeyOf(key, decoded.value.source)) {
      const message = `The key "${key.slice(0, 200)}" does not name the source "${decoded.value.source.slice(0, 200)}".`
      this.fail(origin, record, key, new HomeostatError('HS_KEY_FOREIGN', { message }))
      return
    }
    const entry = this.keys.entry(key)
    if (this.keys.sleeps(entry)) return
    if (entry.waiting.length > 0 && this.isLifeCycle(input)) {
      this.block(entry, input, record.offset)
      return
    }
    const at = eventTime(decoded, record, this.now)
    if (decoded.type === 'Frame' && this.gate && only === '') {
      if (!this.gate.admits(entry, decoded.value, record, origin)) {
        if (isVacant(entry) && entry.dirtySince === 0 && entry.written === 0) this.keys.entries.delete(key)
        return
      }
    }
    this.dirty.touch(entry, this.keys.epoch)
    if (only === '') this.remember(entry, decoded, input, record)
    const call = { type: decoded.type, value: decoded.value, at, origin, record, timer: '' }
    for (const slot of slots) if (only === '' || this.stage.processors[slot].name === only) this.call(slot, entry, call)
  }

  private call(slot: number, entry: KeyEntry, call: Call): void {
    if (!this.calls.make(slot, entry, call) && this.isLifeCycle(call.origin.input)) {
      this.block(entry, call.origin.input, call.record.offset)
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
      const entry = this.keys.entries.get(key)
      const timers = entry?.timers[slot]
      if (entry === undefined || timers?.get(name) !== time) continue
      timers.delete(name)
      this.dirty.touch(entry, this.keys.epoch)
      if (slot === this.stage.processors.length) this.gate?.wake(entry, at, origin)
      else this.call(slot, entry, { type: 'Timer', value: { name, due: time }, at, origin, record, timer: name })
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
    if (this.keys.sleeps(entry)) return
    this.dirty.touch(entry, this.keys.epoch)
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
