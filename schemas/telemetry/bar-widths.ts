/** Widths of bars, in milliseconds; an hour is made of four quarters. */
export const barWidths = { quarterMs: 900_000, hourMs: 3_600_000 } as const
