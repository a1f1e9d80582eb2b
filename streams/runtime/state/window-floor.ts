import type { Fold } from '../fold/fold.ts'
import type { Mark } from '../task/marks.ts'

/**
 * How far back the windows of a task reach into its inputs, so that retention by age leaves what a restore must read again.
 *
 * What counts is not the windows of now but those of the snapshots that a restore would begin with. A floor that is taken over all
 * windows after epoch n holds for them as soon as the refold point has passed n: until then the floor before it holds.
 */
export class WindowFloor {
  private next: { readonly n: number; readonly floor: readonly number[] } | undefined

  private floor: readonly number[]

  /**
   * @param windows  first offset that the windows of the snapshots hold with which the task was opened, by input
   * @param position where folding began again: what has come into a window since lies behind it
   */
  constructor(
    private readonly fold: Fold,
    windows: readonly number[],
    position: readonly number[],
  ) {
    this.floor = position.map((offset, input) => Math.min(offset, windows[input]))
  }

  /** First offset of each input that is needed when folding begins again at `point`. */
  at(point: Mark): readonly number[] {
    if (!this.fold.hasWindows) return point.position
    if (this.next && this.next.n <= point.n) {
      this.floor = this.next.floor
      this.next = undefined
    }
    this.next ??= { n: this.fold.epoch, floor: this.lowest(point.position) }
    return point.position.map((offset, input) => Math.min(offset, this.floor[input]))
  }

  /** Costs a look at every window, but only once for each time that the refold point has passed the last look. */
  private lowest(position: readonly number[]): number[] {
    const floor = [...position]
    for (const { windows = [] } of this.fold.entries.values()) {
      for (const { input, items } of windows) {
        for (const { offset } of items) floor[input] = Math.min(floor[input], offset)
      }
    }
    return floor
  }
}
