import {
  COUNT,
  EPISODE,
  episodesOf,
  FROM,
  HITS,
  MARKS,
  Phase,
  QUIET,
  RECORD,
  RECORD_AT,
  RECORD_FRAME,
  type SeriesTable,
  STRENGTH,
} from './series-table.ts'

/** When an episode is told; in frames too, because sources are sampled at very different rates. */
export interface RestRules {
  readonly restFrames: number
  readonly restMs: number
  readonly restMargin: number
}

/** When an episode is told and when it ends. */
export interface EpisodeRules extends RestRules {
  readonly clearSamples: number
  readonly relearnSamples: number
}

/** Why an episode is over: the series is back in its range, or has been away for so long that this is its range now. */
export type Ending = 'returned' | 'relearned'

/**
 * Opens an episode whose strength, level and begin stand in `episodes`. It is told (`raised`) only when it is stronger, by the margin, than
 * every episode of the rest period before it; else it goes on silently (`resting`).
 *
 * @returns whether it is told
 */
export function openEpisode(table: SeriesTable, slot: number, at: number, rules: RestRules): boolean {
  const mark = slot * MARKS
  const told = beatsRecord(table, slot, at, rules)
  table.phases[slot] = told ? Phase.raised : Phase.resting
  table.marks[mark + COUNT] = 0
  table.marks[mark + QUIET] = 0
  table.marks[mark + HITS] = 0
  return told
}

/** Whether a silent episode has grown strong enough to be told after all; it is `raised` then. */
export function promoteEpisode(table: SeriesTable, slot: number, at: number, rules: RestRules): boolean {
  if (table.phases[slot] !== Phase.resting || !beatsRecord(table, slot, at, rules)) return false
  table.phases[slot] = Phase.raised
  return true
}

/**
 * One more sample of an open episode.
 *
 * @param away  whether the sample is still outside of the range for clearing
 */
export function endingOf(table: SeriesTable, slot: number, away: boolean, rules: EpisodeRules): Ending | undefined {
  const mark = slot * MARKS
  table.marks[mark + COUNT] += 1
  table.marks[mark + QUIET] = away ? 0 : table.marks[mark + QUIET] + 1
  if (table.marks[mark + QUIET] >= rules.clearSamples) return 'returned'
  return table.marks[mark + COUNT] >= rules.relearnSamples ? 'relearned' : undefined
}

/** Ends the episode: the series is calm, and what comes next is measured against this episode for the rest period. */
export function closeEpisode(table: SeriesTable, slot: number, at: number, rules: RestRules): void {
  const episodes = episodesOf(table)
  const row = slot * EPISODE
  const mark = slot * MARKS
  episodes[row + RECORD] = rests(table, slot, at, rules)
    ? Math.max(episodes[row + RECORD], episodes[row + STRENGTH])
    : episodes[row + STRENGTH]
  episodes[row + RECORD_FRAME] = table.frames
  episodes[row + RECORD_AT] = at
  for (const column of [STRENGTH, FROM]) episodes[row + column] = 0
  for (const column of [COUNT, QUIET, HITS]) table.marks[mark + column] = 0
  table.phases[slot] = Phase.calm
}

function beatsRecord(table: SeriesTable, slot: number, at: number, rules: RestRules): boolean {
  const episodes = episodesOf(table)
  const row = slot * EPISODE
  return !rests(table, slot, at, rules) || episodes[row + STRENGTH] > episodes[row + RECORD] * rules.restMargin
}

/** A rest is over when both its frames and its time have passed: the frames for slow sources, the time for fast ones. */
function rests(table: SeriesTable, slot: number, at: number, rules: RestRules): boolean {
  const episodes = episodesOf(table)
  const row = slot * EPISODE
  if (episodes[row + RECORD] === 0) return false
  return table.frames - episodes[row + RECORD_FRAME] < rules.restFrames || at - episodes[row + RECORD_AT] < rules.restMs
}
