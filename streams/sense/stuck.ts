import type { Static } from '@sinclair/typebox'
import type { FrameView } from '../../schemas/codec/codec.ts'
import { SenseFindings, SystemTelemetryRaw } from '../../schemas/topics.ts'
import { type Context, processor } from '../runtime/api/processor.ts'
import { closeEpisode, episodeOf, openEpisode } from './episode.ts'
import { emitFindings, find } from './finding.ts'
import { duration } from './hint.ts'
import { LARGEST_VALUE } from './largest-value.ts'
import { OTHERS } from './others.ts'
import { countsOf, endLearning, Phase, type SeriesTable, valuesInSlots } from './series-table.ts'
import { StuckConfig } from './stuck-config.ts'
import { tableState } from './table-state.ts'

type Settings = Static<typeof StuckConfig>
type StuckContext = Context<SeriesTable, Settings>

/** The last value. */
const LAST = 0
/** Share of the samples before this run that repeat the one before; while a series learns, their number. */
const REPEATS = 1
/** When the last change was. */
const SINCE = 2
/** The longest run of late. */
const LONGEST = 3
const WIDTH = 4
/** Samples since the last change: the one word of a slot. */
const WORDS = 1

/** How much of the longest run a run that ends forgets. */
const FORGETTING = 0.01
/** As strong as this many spreads: a run that has just become too long. */
const LEAST_STRENGTH = 3

/**
 * Finds that a series which changes with nearly every sample has stopped to change, as when an exporter repeats its last answer. A series
 * that is often constant never alarms. See docs/guides/detectors.md for what each number does.
 */
export const stuck = processor({
  name: 'stuck',
  reads: [SystemTelemetryRaw],
  writes: [SenseFindings],
  config: StuckConfig,
  state: tableState(WIDTH, WORDS),
  on: {
    Frame(frame, ctx) {
      const table = ctx.state
      const values = valuesInSlots(table, frame)
      const others = scan(table, values, frame.at, ctx.config)
      table.frames += 1
      for (let i = 0; i < others; i += 1) follow(OTHERS[i], values[OTHERS[i]], frame, ctx)
      emitFindings(ctx)
    },
  },
})

/**
 * The hot path: a change right after a change, or one more repeat of what has not repeated for too long. Notes in `OTHERS` which samples
 * are anything else.
 *
 * @returns  how many others there are
 */
function scan(table: SeriesTable, values: Float64Array, at: number, config: Settings): number {
  const { cells, bits, phases } = table
  const kept = 1 - config.memory
  const mostRepeats = +config.mostRepeats // A number read from an object is unpacked at every use; the plus unpacks it once.
  const leastSamples = +config.leastSamples
  const runs = +config.runs
  const calm = Phase.calm
  const most = LARGEST_VALUE
  const width = WIDTH
  const [last, repeats, since, longest] = [LAST, REPEATS, SINCE, LONGEST]
  const others = OTHERS
  const count = values.length
  let found = 0
  for (let slot = 0, row = 0; slot < count; slot += 1, row += width) {
    const value = values[slot]
    const length = bits[slot]
    if (phases[slot] !== calm) others[found++] = slot
    else if (value === cells[row + last]) {
      const often = cells[row + repeats] > mostRepeats
      if (often || length + 1 < leastSamples || length + 1 < runs * cells[row + longest]) bits[slot] = length + 1
      else others[found++] = slot
    } else if (length === 0 && Math.abs(value) <= most) {
      cells[row + last] = value
      cells[row + repeats] *= kept
      cells[row + since] = at
    } else others[found++] = slot
  }
  return found
}

/** What is not the ordinary: a series that learns, the end of a run, and a run that is too long. */
function follow(slot: number, value: number, frame: FrameView, ctx: StuckContext): void {
  const { state: table, config } = ctx
  if (!(Math.abs(value) <= LARGEST_VALUE)) return
  const { cells, bits } = table
  const row = slot * WIDTH
  const phase = table.phases[slot]
  if (phase === Phase.learning) study(table, slot, value, frame.at, config)
  else if (value === cells[row + LAST]) {
    bits[slot] += 1
    if (phase === Phase.calm && frame.at - cells[row + SINCE] >= config.leastMs) begin(slot, frame, ctx)
  } else {
    if (phase === Phase.raised)
      tell(slot, value, frame, ctx, `changes again after ${duration(frame.at - cells[row + SINCE])}`, true)
    if (phase !== Phase.calm) closeEpisode(table, slot, frame.at, config)
    endRun(table, slot, value, frame.at, config)
  }
}

function study(table: SeriesTable, slot: number, value: number, at: number, config: Settings): void {
  const { cells, bits } = table
  const counts = countsOf(table)
  const row = slot * WIDTH
  if (counts[slot] > 0 && value === cells[row + LAST]) {
    cells[row + REPEATS] += 1
    bits[slot] += 1
  } else {
    cells[row + LONGEST] = Math.max(cells[row + LONGEST], bits[slot])
    bits[slot] = 0
    cells[row + LAST] = value
    cells[row + SINCE] = at
  }
  counts[slot] += 1
  if (counts[slot] < config.learnSamples) return
  cells[row + REPEATS] /= config.learnSamples
  endLearning(table, slot)
}

/** The series has changed: its run, now that it is over, counts. */
function endRun(table: SeriesTable, slot: number, value: number, at: number, config: Settings): void {
  const { cells, bits } = table
  const row = slot * WIDTH
  const run = bits[slot]
  const others = (1 - cells[row + REPEATS]) * (1 - config.memory) ** run
  cells[row + REPEATS] = (1 - others) * (1 - config.memory)
  cells[row + LAST] = value
  cells[row + SINCE] = at
  cells[row + LONGEST] = Math.max(cells[row + LONGEST] * (1 - FORGETTING), run)
  bits[slot] = 0
}

/** From this run on the series is stuck. */
function limitOf({ cells }: SeriesTable, slot: number, { leastSamples, runs }: Settings): number {
  return Math.max(leastSamples, runs * cells[slot * WIDTH + LONGEST])
}

function begin(slot: number, frame: FrameView, ctx: StuckContext): void {
  const { state: table, config } = ctx
  const { cells, bits } = table
  const since = cells[slot * WIDTH + SINCE]
  const tooMany = bits[slot] / limitOf(table, slot, config)
  const tooLong = (frame.at - since) / Math.max(1, config.leastMs)
  Object.assign(episodeOf(table, slot), { strength: LEAST_STRENGTH * Math.min(tooMany, Math.max(1, tooLong)), from: since })
  if (!openEpisode(table, slot, frame.at, config)) return
  const said = `has not changed for ${duration(frame.at - since)}, and usually does with nearly every sample`
  tell(slot, cells[slot * WIDTH + LAST], frame, ctx, said, false)
}

function tell(slot: number, value: number, frame: FrameView, { state }: StuckContext, said: string, ended: boolean): void {
  const hint = `${state.names[slot]} ${said}`
  find(slot, frame, state, { method: 'stuck', value, centre: value, spread: 0, basis: '', hint }, ended ? 'returned' : undefined)
}
