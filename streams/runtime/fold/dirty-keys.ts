import type { KeyEntry } from './key-entry.ts'

/** A key's state is never written for fewer records than these. */
const FEWEST_RECORDS = 100

interface FirstChange {
  readonly entry: KeyEntry
  readonly epoch: number
}

/**
 * Keys that changed since they were last written, in the order of their first change. The oldest unwritten change says how far back
 * history must be folded again after a crash.
 */
export class DirtyKeys {
  /** Wall time, set by the task before it folds; decides only when a key is written, never what. */
  wall = 0
  private untilWritten = FEWEST_RECORDS
  private readonly changes = new Fifo<FirstChange>()
  private readonly ready = new Fifo<KeyEntry>()

  /** A key is due when it has folded its share of so many records; a share is at least a hundred. */
  share(records: number, keys: number): void {
    this.untilWritten = Math.max(FEWEST_RECORDS, Math.ceil(records / keys / FEWEST_RECORDS) * FEWEST_RECORDS)
  }

  touch(entry: KeyEntry, epoch: number): void {
    entry.folded++
    if (entry.dirtySince === 0) {
      entry.dirtySince = epoch
      entry.dirtyAt = this.wall
      this.changes.push({ entry, epoch })
    }
    if (entry.folded % FEWEST_RECORDS === 0 && entry.folded >= this.untilWritten) this.ready.push(entry)
  }

  /** The first epoch with a change that is not written; undefined when everything is. */
  oldestEpoch(): number | undefined {
    return this.oldest()?.epoch
  }

  /** The next key to write: one that folded enough, or the oldest when its first change lies at or before `changedBefore` (wall time). */
  nextDue(changedBefore: number): KeyEntry | undefined {
    for (let entry = this.ready.shift(); entry !== undefined; entry = this.ready.shift()) {
      if (entry.folded >= FEWEST_RECORDS) return entry
    }
    const entry = this.oldest()?.entry
    return entry !== undefined && entry.dirtyAt <= changedBefore ? entry : undefined
  }

  /** To be called when the entry's state stands in a commit. */
  written(entry: KeyEntry, epoch: number): void {
    entry.written = epoch
    entry.dirtySince = 0
    entry.folded = 0
  }

  private oldest(): FirstChange | undefined {
    for (let first = this.changes.peek(); first !== undefined; first = this.changes.peek()) {
      if (first.entry.dirtySince === first.epoch) return first
      this.changes.shift()
    }
    return undefined
  }
}

/** A queue that takes from the front without moving the rest. */
class Fifo<T> {
  private items: T[] = []
  private head = 0

  push(item: T): void {
    this.items.push(item)
  }

  peek(): T | undefined {
    return this.items[this.head]
  }

  shift(): T | undefined {
    if (this.head >= this.items.length) return undefined
    const item = this.items[this.head++]
    if (this.head > 1_000 && this.head * 2 > this.items.length) {
      this.items = this.items.slice(this.head)
      this.head = 0
    }
    return item
  }
}
