import type { Static } from '@sinclair/typebox'
import type { FrameView } from '../../schemas/codec/codec.ts'
import { SenseFindings, SystemTelemetryRaw, TelemetrySources } from '../../schemas/topics.ts'
import { type Context, processor } from '../runtime/api/processor.ts'
import { ewmaStep } from '../stats/ewma-step.ts'
import { ewmaStepWithin } from '../stats/ewma-step-within.ts'
import { calmDown, closeEpisode, type Ending, type Episode, endingOf, episodeOf, openEpisode, promoteEpisode } from './episode.ts'
import { EwmaConfig } from './ewma-config.ts'
import { emitFindings, find } from './finding.ts'
import { LARGEST_VALUE } from './largest-value.ts'
import { learn, tellLearning } from './learning.ts'
import { OTHERS } from './others.ts'
import { floorOfKind, kinds, shareOfKind } from './series-limits.ts'
import { CENTRE, OWN, Phase, type SeriesTable, SPREAD, valuesInSlots } from './series-table.ts'
import { tableState } from './table-state.ts'

type Settings = Static<typeof EwmaConfig>
type EwmaContext = Context<SeriesTable, Settings>

/**
 * Finds values that lie far from where a series has lately been: z-score against an exponentially weighted centre, with a spread that
 * remembers longer than the centre. See docs/guides/detectors.md for what each number does.
 */
export const ewma = processor({
  name: 'ewma',
  reads: [SystemTelemetryRaw],
  writes: [SenseFindings, TelemetrySources],
  config: EwmaConfig,
  state: tableState(OWN),
  on: {
    Frame(frame, ctx) {
      const table = ctx.state
      const values = valuesInSlots(table, frame)
      const others = scan(table, values, ctx.config)
      table.frames += 1
      for (let i = 0; i < others; i += 1) follow(OTHERS[i], values[OTHERS[i]], frame, ctx)
      emitFindings(ctx)
      tellLearning('ewma', frame, ctx)
    },
  },
})

/**
 * The hot path: takes in what is within the bound of a calm series, and notes in `OTHERS` which samples are anything else.
 * Small on purpose, and without look-ups of imports in the loop, so that the compiler keeps it in registers.
 *
 * @returns  how many others there are
 */
function scan(table: SeriesTable, values: Float64Array, config: Settings): number {
  const { cells, phases, kinds: kind } = table
  // A number read from an object is unpacked at every use; the plus unpacks it once.
  const alpha = +config.alpha
  const beta = +config.beta
  const bound = Math.min(config.bound, config.raiseSpreads)
  const square = bound * bound
  const calm = Phase.calm
  const width = OWN
  const others = OTHERS
  const floors = floorOfKind
  const shares = shareOfKind
  const count = values.length
  let found = 0
  for (let slot = 0, row = 0; slot < count; slot += 1, row += width) {
    const of = kind[slot]
    const ordinary =
      phases[slot] === calm && ewmaStepWithin(cells, row, values[slot], alpha, beta, floors[of], shares[of], square)
    if (!ordinary) others[found++] = slot
  }
  return found
}

/** What is not an ordinary sample of a calm series: rare, so it may take its time. */
function follow(slot: number, value: number, frame: FrameView, ctx: EwmaContext): void {
  const { state: table, config } = ctx
  if (!(Math.abs(value) <= LARGEST_VALUE)) return
  const phase = table.phases[slot]
  if (phase === Phase.learning) learn(table, slot, value, config.learnSamples)
  else if (phase === Phase.calm) alert(slot, value, frame, ctx)
  else if (phase === Phase.alert) confirm(slot, value, frame, ctx)
  else goOn(slot, value, frame, ctx)
}

/** The first sample beyond the bound; beyond the threshold as well it may be the begin of an episode. */
function alert(slot: number, value: number, frame: FrameView, ctx: EwmaContext): void {
  const { state: table, config } = ctx
  const worse = worseBy(table, slot, step(slot, value, config.alpha, config.beta, ctx))
  if (worse <= config.raiseSpreads) return
  table.phases[slot] = Phase.alert
  Object.assign(episodeOf(table, slot), { strength: worse, reached: value, from: frame.at, hits: 1 })
}

/** Beyond the threshold in `hits` of `of` samples opens an episode; in none of them is calm again. */
function confirm(slot: number, value: number, frame: FrameView, ctx: EwmaContext): void {
  const { state: table, config } = ctx
  const episode = episodeOf(table, slot)
  const distance = worseBy(table, slot, step(slot, value, config.alpha * config.slowness, config.beta, ctx))
  const hit = distance > config.raiseSpreads
  episode.hits = ((episode.hits << 1) | (hit ? 1 : 0)) & ((1 << config.of) - 1)
  if (hit) {
    episode.strength += (distance - episode.strength) / config.hits
    episode.reached += (value - episode.reached) / config.hits
  }
  if (episode.hits === 0) calmDown(table, slot, frame.at, config)
  else if (evidence(episode, config) >= config.hits && openEpisode(table, slot, frame.at, config)) tell(slot, value, frame, ctx)
}

/** While an episode is open the centre stands still, and the spread learns slowly. */
function goOn(slot: number, value: number, frame: FrameView, ctx: EwmaContext): void {
  const { state: table, config } = ctx
  const episode = episodeOf(table, slot)
  const distance = worseBy(table, slot, step(slot, value, 0, config.beta * config.slowness, ctx))
  episode.reached += config.alpha * (value - episode.reached)
  if (distance > config.raiseSpreads) {
    const stronger = episode.strength + (distance - episode.strength) / config.hits
    episode.strength = Math.max(episode.strength, stronger)
  }
  if (promoteEpisode(table, slot, frame.at, config)) tell(slot, value, frame, ctx)
  const ending = endingOf(table, slot, distance > config.clearSpreads, config)
  if (ending === undefined) return
  if (ending === 'relearned') table.cells[slot * OWN + CENTRE] = episode.reached
  if (table.phases[slot] === Phase.raised) tell(slot, value, frame, ctx, ending)
  closeEpisode(table, slot, frame.at, config)
}

function step(slot: number, value: number, alpha: number, beta: number, ctx: EwmaContext): number {
  return ewmaStep(ctx.state.cells, slot * OWN, value, alpha, beta, floorOf(ctx.state, slot), ctx.config.bound)
}

function tell(slot: number, value: number, frame: FrameView, ctx: EwmaContext, ending?: Ending): void {
  const { cells } = ctx.state
  const row = slot * OWN
  const spread = Math.hypot(Math.sqrt(cells[row + SPREAD]), floorOf(ctx.state, slot))
  const basis = `EWMA over the last ${Math.round(1 / ctx.config.alpha)} samples`
  find(slot, frame, ctx.state, { method: 'ewma', value, centre: cells[row + CENTRE], spread, basis }, ending)
}

function floorOf(table: SeriesTable, slot: number): number {
  const limits = kinds[table.kinds[slot]]
  return limits.floor + limits.share * Math.abs(table.cells[slot * OWN])
}

/** Spreads in the direction that is worse; both count when none is known. */
function worseBy(table: SeriesTable, slot: number, distance: number): number {
  const { direction } = kinds[table.kinds[slot]]
  return direction === 0 ? Math.abs(distance) : direction * distance
}

/** Samples beyond the threshold among the last ones; those of a very strong disturbance count double. */
function evidence({ strength, hits }: Episode, { raiseSpreads }: Settings): number {
  return ones(hits) * Math.min(strength / raiseSpreads, 2)
}

function ones(bits: number): number {
  let count = 0
  for (let rest = bits; rest !== 0; rest &= rest - 1) count += 1
  return count
}
