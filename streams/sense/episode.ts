import { Phase, type SeriesTable } from './series-table.ts'

/** What is known of a series that is beyond its range, or was not long ago. */
export interface Episode {
  /** The last samples, newest in the lowest bit: 1 where it was beyond the threshold. */
  hits: number
  /** Samples since it was opened. */
  count: number
  /** Samples in a row that were back in the range. */
  quiet: number
  /** How far beyond, in spreads. */
  strength: number
  /** When it began, in event time. */
  from: number
  /** The level that it has. */
  reached: number
  /** The strongest episode of the rest period, and when it ended: in frames and in event time; zero when there was none. */
  record: number
  recordFrame: number
  recordAt: number
}

/** The numbers of an episode, in the order in which they are written. */
export const episodeFields = [
  'hits',
  'count',
  'quiet',
  'strength',
  'from',
  'reached',
  'record',
  'recordFrame',
  'recordAt',
] as const satisfies readonly (keyof Episode)[]

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

/** The episode of a series, a new one when there is none. */
export function episodeOf(table: SeriesTable, slot: number): Episode {
  table.episodes ??= new Map()
  const known = table.episodes.get(slot)
  if (known !== undefined) return known
  const fresh = noEpisode()
  table.episodes.set(slot, fresh)
  return fresh
}

export function noEpisode(): Episode {
  return { hits: 0, count: 0, quiet: 0, strength: 0, from: 0, reached: 0, record: 0, recordFrame: 0, recordAt: 0 }
}

/**
 * Opens the episode whose strength, level and begin are set. It is told (`raised`) only when it is stronger, by the margin, than
 * every episode of the rest period before it; else it goes on silently (`resting`).
 *
 * @returns whether it is told
 */
export function openEpisode(table: SeriesTable, slot: number, at: number, rules: RestRules): boolean {
  const episode = episodeOf(table, slot)
  const told = beatsRecord(episode, table.frames, at, rules)
  table.phases[slot] = told ? Phase.raised : Phase.resting
  Object.assign(episode, { hits: 0, count: 0, quiet: 0 })
  return told
}

/** Whether a silent episode has grown strong enough to be told after all; it is `raised` then. */
export function promoteEpisode(table: SeriesTable, slot: number, at: number, rules: RestRules): boolean {
  if (table.phases[slot] !== Phase.resting || !beatsRecord(episodeOf(table, slot), table.frames, at, rules)) return false
  table.phases[slot] = Phase.raised
  return true
}

/**
 * One more sample of an open episode.
 *
 * @param away  whether the sample is still outside of the range for clearing
 */
export function endingOf(table: SeriesTable, slot: number, away: boolean, rules: EpisodeRules): Ending | undefined {
  const episode = episodeOf(table, slot)
  episode.count += 1
  episode.quiet = away ? 0 : episode.quiet + 1
  if (episode.quiet >= rules.clearSamples) return 'returned'
  return episode.count >= rules.relearnSamples ? 'relearned' : undefined
}

/** Ends the episode: the series is calm, and what comes next is measured against this episode for the rest period. */
export function closeEpisode(table: SeriesTable, slot: number, at: number, rules: RestRules): void {
  const episode = episodeOf(table, slot)
  const { strength, record } = episode
  episode.record = rests(episode, table.frames, at, rules) ? Math.max(record, strength) : strength
  episode.recordFrame = table.frames
  episode.recordAt = at
  calmDown(table, slot, at, rules)
}

/** The series is in its range again. Of what it did only the record is kept, as long as it counts. */
export function calmDown(table: SeriesTable, slot: number, at: number, rules: RestRules): void {
  const { episodes } = table
  table.phases[slot] = Phase.calm
  const episode = episodes?.get(slot)
  if (episodes === undefined || episode === undefined) return
  const { record, recordFrame, recordAt } = episode
  if (rests(episode, table.frames, at, rules)) Object.assign(episode, { ...noEpisode(), record, recordFrame, recordAt })
  else episodes.delete(slot)
  if (episodes.size === 0) table.episodes = undefined
}

function beatsRecord(episode: Episode, frame: number, at: number, rules: RestRules): boolean {
  return !rests(episode, frame, at, rules) || episode.strength > episode.record * rules.restMargin
}

/** A rest is over when both its frames and its time have passed: the frames for slow sources, the time for fast ones. */
function rests({ record, recordFrame, recordAt }: Episode, frame: number, at: number, rules: RestRules): boolean {
  return record > 0 && (frame - recordFrame < rules.restFrames || at - recordAt < rules.restMs)
}
