/** Where a task stood after an epoch. */
export interface Mark {
  readonly n: number
  /** Offset of the epoch's record. */
  readonly offset: number
  readonly position: readonly number[]
  readonly tick: number
}

/** The marks of the epochs that may still become a refold point; those before the newest point are dropped. */
export class Marks {
  private marks: Mark[] = []

  add(mark: Mark): void {
    this.marks.push(mark)
  }

  /** The mark of epoch `n`, or the nearest before it. */
  atOrBefore(n: number): Mark | undefined {
    return this.marks.findLast((mark) => mark.n <= n)
  }

  /** Where folding would begin again after a crash, or before. */
  oldest(): Mark | undefined {
    return this.marks[0]
  }

  dropBefore(n: number): void {
    this.marks = this.marks.filter((mark) => mark.n >= n)
  }
}
