export interface Totals {
  readonly frames: number
  readonly samples: number
}

/** Per second, over the last few seconds. */
export interface Rates {
  readonly frames: number
  readonly samples: number
}

/** Turns totals into rates over a window that moves along. */
export class RateWindow {
  private readonly seen: { readonly at: number; readonly totals: Totals }[] = []

  constructor(private readonly windowMs: number) {}

  /** @param at  milliseconds, ascending */
  add(at: number, totals: Totals): Rates {
    this.seen.push({ at, totals })
    while (this.seen.length > 2 && this.seen[1].at <= at - this.windowMs) this.seen.shift()
    const [first] = this.seen
    const seconds = (at - first.at) / 1000
    if (seconds <= 0) return { frames: 0, samples: 0 }
    return { frames: (totals.frames - first.totals.frames) / seconds, samples: (totals.samples - first.totals.samples) / seconds }
  }
}
