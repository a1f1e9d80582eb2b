import type { Episode } from './episode.ts'
import { duration } from './hint.ts'
import { Phase, type SeriesTable } from './series-table.ts'

/** What left its range within this time of an episode's begin, before or after, is told with it. */
const AROUND_MS = 300_000

/**
 * What else of the same source left its range at about the same time, the furthest away first; empty when nothing did. O(series beyond their
 * range): looks at what the detector knows anyway, and only when something is told: no window of samples is kept for it. That two series
 * moved together does not say which of them is the cause; what moved before is a better guess than what moved later.
 *
 * @example
 * '; moves with disk_io_wait (2 s before) and load_average_1m (at once), and 3 more'
 */
export function companionsOf(table: SeriesTable, slot: number): string {
  const from = table.episodes?.get(slot)?.from ?? 0
  const others = [...(table.episodes ?? [])]
    .filter(([other, episode]) => other !== slot && isAway(table, other, episode) && Math.abs(episode.from - from) <= AROUND_MS)
    .sort(([one, { strength }], [other, { strength: than }]) => than - strength || one - other)
  const named = others.slice(0, MOST_NAMED)
  if (named.length === 0) return ''
  const said = named.map(([other, episode]) => `${table.names[other]} (${when(episode.from - from)})`)
  return `; moves with ${said.join(' and ')}${others.length > named.length ? `, and ${others.length - named.length} more` : ''}`
}

const MOST_NAMED = 2

/** In an episode, or about to begin one: one sample beyond the threshold is chance, two of the last few are none. */
function isAway(table: SeriesTable, slot: number, { hits }: Episode): boolean {
  const phase = table.phases[slot]
  if (phase === Phase.raised || phase === Phase.resting) return true
  return phase === Phase.alert && (hits & (hits - 1)) !== 0
}

function when(laterMs: number): string {
  if (laterMs === 0) return 'at once'
  return `${duration(Math.abs(laterMs))} ${laterMs < 0 ? 'before' : 'later'}`
}
