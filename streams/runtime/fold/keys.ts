import { emptyEntry, type KeyEntry } from './key-entry.ts'
import type { TimerQueue } from './timer-queue.ts'

/**
 * The keys of a task. After a restore a key sleeps until history has reached the epoch of its snapshot: what is folded again before
 * that is part of its state already.
 */
export class Keys {
  readonly entries = new Map<string, KeyEntry>()
  /** The epoch that is being folded. */
  epoch = 1
  /** Restored keys that do not take part yet, the next one last. */
  private asleep: KeyEntry[] = []

  constructor(private readonly queue: TimerQueue) {}

  entry(key: string): KeyEntry {
    const known = this.entries.get(key)
    if (known) return known
    const entry = emptyEntry(key)
    this.entries.set(key, entry)
    return entry
  }

  /** Puts restored keys in place; a key takes part in epochs after `restoredTo`. */
  restore(entries: readonly KeyEntry[]): void {
    for (const entry of entries) this.entries.set(entry.key, entry)
    this.asleep = entries.toSorted((a, b) => b.restoredTo - a.restoredTo)
  }

  /** Before the first record of an epoch: keys whose snapshot is older take part from here. */
  reach(epoch: number): void {
    this.epoch = epoch
    while (this.asleep.length > 0 && this.asleep[this.asleep.length - 1].restoredTo < epoch) {
      const entry = this.asleep.pop()
      if (entry) this.wake(entry)
    }
  }

  sleeps(entry: KeyEntry): boolean {
    return this.epoch <= entry.restoredTo
  }

  private wake(entry: KeyEntry): void {
    entry.timers.forEach((timers, slot) => {
      for (const [name, due] of timers ?? []) this.queue.push({ due, key: entry.key, slot, name })
    })
  }
}
