/** How far counters have come since they were last looked at, by name. */
export type CounterDeltas = (name: string, value: number) => number | undefined

/**
 * Remembers counters. The first look at a counter gives nothing, and so does a look at one that went down (reset by a restart of its
 * device, or wrapped): what was counted in between cannot be known, so that one measurement is left out rather than invented.
 */
export function counterDeltas(): CounterDeltas {
  const last = new Map<string, number>()
  return (name, value) => {
    const before = last.get(name)
    last.set(name, value)
    return before === undefined || value < before ? undefined : value - before
  }
}
