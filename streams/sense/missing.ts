import type { Static } from '@sinclair/typebox'
import { tenantOf } from '../../schemas/cloudevents/tenant-of.ts'
import type { Finding } from '../../schemas/generated/records.ts'
import { SenseFindings, SystemTelemetryRaw } from '../../schemas/topics.ts'
import { type Context, processor } from '../runtime/api/processor.ts'
import { frugalMedian } from '../stats/frugal-median.ts'
import { surprise } from '../stats/surprise.ts'
import { duration } from './hint.ts'
import { MissingConfig } from './missing-config.ts'
import { type Rhythm, rhythmState } from './rhythm.ts'

type MissingContext = Context<Rhythm, Static<typeof MissingConfig>>

const SILENCE = 'silence'
/** How much of the longest pause a frame forgets: it counts for some thousand frames. */
const FORGETTING = 0.0005
/** As strong as this many spreads: a silence that has just become too long. */
const LEAST_STRENGTH = 3

/**
 * Finds that a source has fallen silent: nothing for three of its median intervals, and for twice as long as it ever paused of late. Time
 * is that of the ticks, in which the frames came, so that old frames that are sent at once are no silence, and neither is a time in which
 * the engine itself did not run.
 */
export const missing = processor({
  name: 'missing',
  reads: [SystemTelemetryRaw],
  writes: [SenseFindings],
  config: MissingConfig,
  state: rhythmState,
  on: {
    Frame(frame, ctx) {
      const rhythm = ctx.state
      rhythm.source = frame.source
      if (rhythm.firstHeard === 0) rhythm.firstHeard = ctx.now
      if (rhythm.frames > 0 && frame.at > rhythm.lastAt)
        rhythm.intervalMs = frugalMedian(rhythm.intervalMs, frame.at - rhythm.lastAt)
      rhythm.frames += 1
      rhythm.lastAt = Math.max(rhythm.lastAt, frame.at)
      const pause = rhythm.lastHeard === 0 ? 0 : ctx.now - rhythm.lastHeard
      rhythm.longestMs = Math.max(rhythm.longestMs * (1 - FORGETTING), pause)
      if (rhythm.silentSince !== 0) {
        tell('cleared', pause, ctx)
        rhythm.silentSince = 0
      }
      rhythm.lastHeard = ctx.now
      if (!rhythm.waits && isLearned(ctx)) wait(ctx)
    },
    Timer(timer, ctx) {
      const rhythm = ctx.state
      rhythm.waits = false
      if (ctx.at - timer.due > ctx.config.leastMs) rhythm.lastHeard = ctx.at // nobody ticked: the silence was ours
      const silence = ctx.at - rhythm.lastHeard
      if (silence < limitOf(ctx)) {
        wait(ctx)
        return
      }
      rhythm.silentSince = Math.max(1, rhythm.lastHeard)
      tell('raised', silence, ctx)
    },
  },
})

function isLearned({ state, config }: MissingContext): boolean {
  return state.frames >= config.learnFrames && state.firstHeard > 0 && state.lastHeard - state.firstHeard >= config.learnMs
}

/** One timer at a time; when it is due and something was heard since, it is set again from then. */
function wait(ctx: MissingContext): void {
  ctx.state.waits = true
  ctx.wakeAt(SILENCE, ctx.state.lastHeard + limitOf(ctx))
}

function limitOf({ state, config }: MissingContext): number {
  return Math.ceil(Math.max(config.leastMs, config.intervals * state.intervalMs, config.pauses * state.longestMs))
}

function tell(phase: 'raised' | 'cleared', silenceMs: number, ctx: MissingContext): void {
  const { source, intervalMs, silentSince } = ctx.state
  const usual = `usually every ${duration(intervalMs)}`
  const finding: Finding = {
    source,
    metric: 'up',
    at: ctx.at,
    phase,
    method: 'missing',
    severity: 'warning',
    score: surprise((LEAST_STRENGTH * silenceMs) / limitOf(ctx)),
    value: phase === 'raised' ? 0 : 1,
    expected: 1,
    low: 1,
    high: 1,
    from: silentSince,
    rule: null,
    hint:
      phase === 'raised'
        ? `nothing was heard of ${source} for ${duration(silenceMs)}, ${usual}`
        : `${source} is heard again after ${duration(silenceMs)}`,
  }
  ctx.emit(SenseFindings, 'Finding', finding, { key: tenantOf(ctx.key), at: ctx.at })
}
