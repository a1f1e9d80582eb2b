import { duration } from './hint.ts'
import { EPISODE, episodesOf, FROM, HITS, MARKS, Phase, type SeriesTable, STRENGTH } from './series-table.ts'

/** What left its range within this time of an episode's begin, before or after, is told with it. */
const AROUND_MS = 300_000

/**
 * What else of the same source left its range at about the same time, the furthest away first; empty when nothing did. O(series) time: looks at what the
 * detector knows anyway, and only when something is told: no window of samples is kept for it. That two series moved together does not say
 * which of them is the cause; what moved before is a better guess than what moved later.
 *
 * @example
 * '; moves with disk_io_wait (2 s before) and load_average_1m (at once), and 3 more'
 */
export function companionsOf(table: SeriesTable, slot: number): string {
  const episodes = episodesOf(table)
  const from = episodes[slot * EPISODE + FROM]
  let [first, second, count] = [-1, -1, 0]
  for (let other = 0; other < table.names.length; other += 1) {
    if (other === slot || !isAway(table, other) || Math.abs(episodes[other * EPISODE + FROM] - from) > AROUND_MS) continue
    count += 1
    if (first < 0 || isStronger(episodes, other, first)) [first, second] = [other, first]
    else if (second < 0 || isStronger(episodes, other, second)) second = other
  }
  const named = [first, second].filter((other) => other >= 0)
  if (named.length === 0) return ''
  const said = named.map((other) => `${table.names[other]} (${when(episodes[other * EPISODE + FROM] - from)})`)
  return `; moves with ${said.join(' and ')}${count > named.length ? `, and ${count - named.length} more` : ''}`
}

/** What is equal stays in the order of the series. */
function isStronger(episodes: Float64Array, one: number, other: number): boolean {
  return episodes[one * EPISODE + STRENGTH] > episodes[other * EPISODE + STRENGTH]
}

/** In an episode, or about to begin one: one sample beyond the threshold is chance, two of the last few are none. */
function isAway(table: SeriesTable, slot: number): boolean {
  const phase = table.phases[slot]
  if (phase === Phase.raised || phase === Phase.resting) return true
  const hits = table.marks[slot * MARKS + HITS]
  return phase === Phase.alert && (hits & (hits - 1)) !== 0
}

function when(laterMs: number): string {
  if (laterMs === 0) return 'at once'
  return `${duration(Math.abs(laterMs))} ${laterMs < 0 ? 'before' : 'later'}`
}
