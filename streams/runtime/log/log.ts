import type { ErrorCode } from '../../../schemas/core/error-catalogue.ts'
import type { Topic } from '../../../schemas/topics.ts'

/** CloudEvents attributes and others, by header name; values are UTF-8. */
export type Headers = Readonly<Record<string, string>>

/** A record as it stands in a log. Buffers are read-only views and stay valid; copy nothing, change nothing. */
export interface StoredRecord {
  readonly offset: number
  /** When the log took it, milliseconds since 1970 by the log's clock. */
  readonly arrival: number
  readonly key: Buffer | null
  /** null is a tombstone: in a compacted topic it ends the key. */
  readonly value: Buffer | null
  readonly headers: Headers
  /** Set when the record could not be taken out of the batch it came in: why; `value` is then what can be shown of the batch. */
  readonly unreadable?: ErrorCode
}

/** A record on its way into a log. Without `partition` it goes where murmur2 of the key sends it (Kafka's default partitioner). */
export interface NewRecord {
  readonly topic: string
  readonly partition?: number
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers?: Headers
}

export interface Position {
  readonly topic: string
  readonly partition: number
  readonly offset: number
}

/** The bounds of a partition: offsets of the first record that is kept and of the next one that will be written. */
export interface Bounds {
  readonly start: number
  readonly end: number
}

export interface PartitionInfo extends Bounds {
  readonly topic: string
  readonly partition: number
  /** undefined where the log does not tell. */
  readonly bytes: number | undefined
}

export interface ReadResult {
  readonly records: readonly StoredRecord[]
  /** Where to read on; passes over what compaction or transactions left out. */
  readonly next: number
  /** The first offset that is kept; larger than `from` when retention has removed what was asked for. */
  readonly start: number
  /** True when there was nothing behind `next` at the moment of reading (bounded by `to`). */
  readonly atEnd: boolean
}

export interface ReadOptions {
  /** Exclusive. */
  readonly to?: number
  /** Stops after the record with which this is reached; default 1 MB. */
  readonly maxBytes?: number
}

/** One input of a task: a partition of a topic and where to go on. */
export interface Input {
  readonly topic: string
  readonly partition: number
  readonly from: number
}

/** What a poll brought, one entry an input, in the order of the inputs. */
export interface Consumer {
  /**
   * Waits until at least one input has something, or until the time is over; then returns what each input has (possibly nothing).
   * `atEnd` of an input is a successful look that found nothing behind what is returned.
   */
  poll(options: { maxBytes: number; timeoutMs: number }): Promise<readonly ReadResult[]>
  close(): Promise<void>
}

/** Writes atomically under one id. Opening a writer fences every older one with that id: their commits fail with HS_LOG_FENCED. */
export interface Writer {
  /** All or nothing, durable when it resolves; positions in the order of the records. After an error the outcome is unknown. */
  commit(records: readonly NewRecord[]): Promise<readonly Position[]>
  close(): Promise<void>
}

/** Processes that share tasks: task p reads partition p of every input that has one. */
export interface Group {
  readonly name: string
  /** How many tasks there are. */
  readonly tasks: number
  /** Topics that the tasks read. */
  readonly inputs: readonly string[]
}

/** Told which tasks of a group this process has. */
export interface GroupListener {
  assigned(tasks: readonly number[]): void
  revoked(tasks: readonly number[]): void
}

export interface Membership {
  /** Says how far tasks have come, for outside tools alone: nothing here reads it again. */
  progress(positions: readonly Position[]): void
  /**
   * So long may this process hold a task that the others have given away, without having been told, in milliseconds. A task that was
   * fenced waits this long before it is opened again: sooner it would fence the one who rightly has it.
   */
  readonly settleMs: number
  leave(): Promise<void>
}

export interface TopicSpec {
  readonly topic: Topic
  readonly partitions: number
}

/** What retention may remove. Offsets that a task has not passed yet are protected against age, not against size. */
export interface Retention {
  readonly topic: string
  readonly maxAgeMs?: number
  readonly maxBytes?: number
}

/** An id that a log had, and up to where what it holds was derived under it. */
export interface FormerId {
  readonly id: string
  /** By `topic/partition`, exclusive; partitions that had nothing are left out. */
  readonly ends: Readonly<Record<string, number>>
}

export interface Log {
  /** Made at init; renewed by reset, restore and migration. Read models and workers store it. */
  readonly id: string
  /** Oldest first. */
  readonly formerIds: readonly FormerId[]
  /** Idempotent; a topic that exists keeps its records. */
  createTopics(specs: readonly TopicSpec[]): Promise<void>
  partitions(): Promise<readonly PartitionInfo[]>
  bounds(topic: string, partition: number): Promise<Bounds>
  /**
   * As `bounds`, once all that is written at the moment of asking is decided: what was committed together with a record that somebody
   * has already seen lies within them, whatever partition it stands in. Where commits are seen at once it is `bounds`.
   */
  settled(topic: string, partition: number): Promise<Bounds>
  /** For the edges: durable when it resolves, in the given order for each partition, all or nothing. */
  append(records: readonly NewRecord[]): Promise<readonly Position[]>
  read(topic: string, partition: number, from: number, options?: ReadOptions): Promise<ReadResult>
  consumer(inputs: readonly Input[]): Consumer
  writer(id: string): Promise<Writer>
  join(group: Group, listener: GroupListener): Promise<Membership>
  /** A task says how far it has come, so that age never removes what it has not read. */
  protect(owner: string, positions: readonly Position[]): void
  /** Applies retention by age (arrival before now - maxAgeMs) and by size, and compacts what is to be compacted. */
  maintain(now: number, retention: readonly Retention[]): Promise<void>
  close(): Promise<void>
}

/** On every log; a larger record is refused with HS_RECORD_TOO_LARGE (key, value and headers together). */
export const LARGEST_RECORD_BYTES = 1_000_000
