import type { Static, TObject, TProperties } from '@sinclair/typebox'
import type { ReadMap } from '../../../schemas/codec/codec.ts'
import type { ConfigSchema } from '../../../schemas/core/config.ts'
import type { RecordMap, RecordName } from '../../../schemas/generated/records.ts'
import type { Topic } from '../../../schemas/topics.ts'

/** Lists of names that the states of a key refer to by number: all of its processors know the same metrics, so each list is written once. */
export interface NameLists {
  /** The number of a list; the array must not be changed afterwards. */
  numberOf(names: readonly string[]): number
  /**
   * The list with this number, the same array for the same names where it can be helped.
   * @throws HS_RECORD_MALFORMED when there is none
   */
  at(number: number): readonly string[]
}

/** How a processor's state of one key is made, written and read. */
export interface StateCodec<S> {
  /** Counts up when the encoding changes; `decode` then gets the old number and migrates. */
  readonly version: number
  empty(): S
  /** Must be a pure function of the state and of the lists so far: the same gives the same bytes. */
  encode(state: S, lists: NameLists): Buffer
  decode(bytes: Buffer, version: number, lists: NameLists): S
}

export interface EmitOptions {
  /** Default: the key that is being folded. */
  key?: string
  /** Event time of the output; default: that of the record. */
  at?: number
}

/** A record as others name it: its own id where it has one, and where it stands. */
export interface RecordPlace {
  readonly id: string
  readonly topic: string
  readonly partition: number
  readonly offset: number
}

/** All that a processor may know. Nothing else: no clock, no chance, no I/O. */
export interface Context<S, C> {
  readonly config: C
  /** The record's key (tenant/source, tenant/incident …). */
  readonly key: string
  /** State of this key; may be changed in place or replaced. */
  state: S
  /**
   * The state that this processor has of another key, to be read only; undefined when it has none. After a restart it may be further on
   * than the record that is folded again: what is taken from it must depend on what it was at `now`, never on what it is.
   */
  stateOf(key: string): S | undefined
  /** Event time of the record, or of the tick. */
  readonly at: number
  /** Time of the last tick; 0 before the first. */
  readonly now: number
  /** The record that is folded, or the tick. */
  readonly place: RecordPlace
  /** The id that the next output will carry (ce_id), so that an output can name itself. */
  nextId(): string
  emit<K extends RecordName>(topic: Topic, type: K, value: RecordMap[K], options?: EmitOptions): void
  /** Calls `Timer` with this name at the first tick at or after `time`; replaces an earlier one of the same name. */
  wakeAt(name: string, time: number): void
  cancel(name: string): void
  /** Ends the key when the handler returns: states of all processors of the stage, timers, windows; a tombstone replaces the snapshot. */
  forget(): void
  /** The key's last records of `type`, oldest first, this one included; only when the processor declares `windows`. */
  window<K extends RecordName>(type: K): readonly ReadMap[K][]
}

export interface Timer {
  readonly name: string
  /** When it was due; the tick's time is `ctx.at`. */
  readonly due: number
}

export type Handlers<S, C> = {
  [K in RecordName]?: (value: ReadMap[K], ctx: Context<S, C>) => void
} & { Timer?: (timer: Timer, ctx: Context<S, C>) => void }

/** Keeps the last `records` of a type a key, none older than `spanMs` before the newest. */
export interface WindowSpec {
  readonly type: RecordName
  readonly records: number
  readonly spanMs: number
}

export interface ProcessorSpec<S, P extends TProperties> {
  readonly name: string
  readonly reads: readonly Topic[]
  readonly writes: readonly Topic[]
  readonly config: ConfigSchema<P>
  readonly state: StateCodec<S>
  /** What a throw does to the state: mutable states start again, immutable ones (deciders) stay. Default 'reset'. */
  readonly onThrow?: 'reset' | 'keep'
  readonly windows?: readonly WindowSpec[]
  readonly on: Handlers<S, Static<TObject<P>>>
}

/** A processor with its types erased, as stages hold it. */
export interface Processor {
  readonly name: string
  readonly reads: readonly Topic[]
  readonly writes: readonly Topic[]
  readonly config: ConfigSchema
  readonly state: StateCodec<unknown>
  readonly onThrow: 'reset' | 'keep'
  readonly windows: readonly WindowSpec[]
  readonly on: Handlers<unknown, unknown>
}

/** A processor is a plain value; this only checks its types and fills in the defaults. */
export function processor<S, P extends TProperties>(spec: ProcessorSpec<S, P>): Processor {
  return { onThrow: 'reset', windows: [], ...spec } as unknown as Processor // erases S and C: the stage hands each its own state back
}
