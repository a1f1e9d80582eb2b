import type { Seen } from './intake.ts'
import type { WindowContent } from './window.ts'

/** A position in one of the stage's inputs, of the task's own partition. */
export interface InputOffset {
  readonly input: number
  readonly offset: number
}

/** All that a task holds of one key. Slots number the processors of the stage in their order. */
export interface KeyEntry {
  readonly key: string
  /** By slot; undefined until first asked for. */
  states: unknown[]
  /** By slot, then by name: when it is due. The slot behind the last processor belongs to the runtime. */
  timers: (Map<string, number> | undefined)[]
  seen: Seen | undefined
  /** Positions that wait behind a dead letter, the letter first; empty when the key is not blocked. */
  waiting: InputOffset[]
  windows: WindowContent[] | undefined
  /** First epoch that changed the key since it was last written; 0 when it is as written. */
  dirtySince: number
  /** Records folded since it was last written. */
  folded: number
  /** Wall time of the first change since it was last written; only decides when it is written. */
  dirtyAt: number
  /** Epoch of the last snapshot; 0 when there is none. */
  written: number
  /** While history is folded again: epochs up to this one are part of the restored state and pass the key by. */
  restoredTo: number
}

export function emptyEntry(key: string): KeyEntry {
  return {
    key,
    states: [],
    timers: [],
    seen: undefined,
    waiting: [],
    windows: undefined,
    dirtySince: 0,
    folded: 0,
    dirtyAt: 0,
    written: 0,
    restoredTo: 0,
  }
}

/** True when nothing is left of the key: its snapshot may become a tombstone. */
export function isVacant(entry: KeyEntry): boolean {
  return (
    entry.seen === undefined &&
    entry.waiting.length === 0 &&
    entry.windows === undefined &&
    entry.states.every((state) => state === undefined) &&
    entry.timers.every((timers) => timers === undefined || timers.size === 0)
  )
}
