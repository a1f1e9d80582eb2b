import type { Static } from '@sinclair/typebox'
import type { FrameView } from '../../schemas/codec/codec.ts'
import { barWidths } from '../../schemas/telemetry/bar-widths.ts'
import { SystemTelemetryRaw, TelemetryBars } from '../../schemas/topics.ts'
import { type Context, processor } from '../runtime/api/processor.ts'
import { addSamples, addTable, type BarTable, emptyBars } from './bar-table.ts'
import { BarsConfig } from './bars-config.ts'
import { type Bars, barsState } from './bars-state.ts'
import { emitBar } from './emit-bar.ts'

type BarsContext = Context<Bars, Static<typeof BarsConfig>>

const { quarterMs, hourMs } = barWidths
const CLOSE = 'close'

/**
 * Sums up every metric in bars of a quarter of an hour, and these in bars of an hour. A bar is told when a frame has passed its end by the
 * grace, or when a tick has and the source has been silent for as long, or for a quarter of an hour when its frames come late.
 * A frame of a bar that was told already makes another one of the same start; readers add them up.
 */
export const bars = processor({
  name: 'bars',
  reads: [SystemTelemetryRaw],
  writes: [TelemetryBars],
  config: BarsConfig,
  state: barsState,
  on: {
    Frame(frame, ctx) {
      const { state, config } = ctx
      state.heard = ctx.now
      state.quietMs = ctx.now - frame.at > config.graceMs ? quarterMs : config.graceMs
      if (state.closing !== undefined && isOver(state.closing, frame.at - config.graceMs)) closeOlder(ctx)
      const { open } = state
      const current = open !== undefined && frame.at >= open.start && frame.at < open.start + quarterMs
      const table = current ? open : tableFor(frame, ctx)
      if (!addSamples(table, frame.names, frame.values)) addSamples(emptied(table, ctx), frame.names, frame.values)
    },
    Timer(_, ctx) {
      if (ctx.at - ctx.state.heard >= ctx.state.quietMs) closeAllOver(ctx)
      wakeNext(ctx)
    },
  },
})

/** The bar of a frame that is not of the quarter that is open: a new one, or the one before. */
function tableFor(frame: FrameView, ctx: BarsContext): BarTable {
  const { state } = ctx
  const start = startOf(frame.at, quarterMs)
  const table = state.closing?.start === start ? state.closing : emptyBars(start)
  if (state.source === '') state.source = frame.source
  if (table === state.closing) return table
  if (state.closing !== undefined) closeOlder(ctx)
  if (state.open === undefined || start > state.open.start) {
    state.closing = state.open
    state.open = table
    if (state.closing !== undefined && isOver(state.closing, frame.at - ctx.config.graceMs)) closeOlder(ctx)
  } else state.closing = table
  wakeNext(ctx)
  return table
}

/** When names have come and gone until there is no room for more, the bar is told in two parts. */
function emptied(table: BarTable, ctx: BarsContext): BarTable {
  const { state } = ctx
  const next = emptyBars(table.start)
  if (table === state.open) state.open = next
  else state.closing = next
  close(table, ctx)
  return next
}

function closeOlder(ctx: BarsContext): void {
  const { closing } = ctx.state
  ctx.state.closing = undefined
  if (closing !== undefined) close(closing, ctx)
}

/** The source is silent: whatever is over is told. */
function closeAllOver(ctx: BarsContext): void {
  const { state, config } = ctx
  const time = ctx.at - config.graceMs
  if (state.closing !== undefined && isOver(state.closing, time)) closeOlder(ctx)
  const { open } = state
  if (open !== undefined && isOver(open, time)) {
    state.open = undefined
    close(open, ctx)
  }
  const isComplete = state.hour !== undefined && time >= state.hour.start + hourMs
  if (isComplete && (state.open === undefined || startOf(state.open.start, hourMs) !== state.hour?.start)) closeHour(ctx)
}

/** Tells a quarter and adds it to its hour, which is told with its last quarter. */
function close(quarter: BarTable, ctx: BarsContext): void {
  const { state } = ctx
  emitBar(quarter, quarterMs, state.source, ctx)
  const start = startOf(quarter.start, hourMs)
  if (state.hour !== undefined && state.hour.start !== start) closeHour(ctx)
  state.hour ??= emptyBars(start)
  if (!addTable(state.hour, quarter)) {
    closeHour(ctx)
    state.hour = emptyBars(start)
    addTable(state.hour, quarter)
  }
  if (quarter.start + quarterMs === start + hourMs) closeHour(ctx)
}

function closeHour(ctx: BarsContext): void {
  const { hour, source } = ctx.state
  ctx.state.hour = undefined
  if (hour !== undefined) emitBar(hour, hourMs, source, ctx)
}

/** One timer: at the first moment at which a bar can be over and the source silent. */
function wakeNext(ctx: BarsContext): void {
  const { closing, open, hour, heard, quietMs } = ctx.state
  const end = Math.min(
    closing === undefined ? Number.POSITIVE_INFINITY : closing.start + quarterMs,
    open === undefined ? Number.POSITIVE_INFINITY : open.start + quarterMs,
    hour === undefined ? Number.POSITIVE_INFINITY : hour.start + hourMs,
  )
  if (end < Number.POSITIVE_INFINITY) ctx.wakeAt(CLOSE, Math.max(end + ctx.config.graceMs, heard + quietMs))
}

function isOver({ start }: BarTable, time: number): boolean {
  return time >= start + quarterMs
}

function startOf(at: number, widthMs: number): number {
  return Math.floor(at / widthMs) * widthMs
}
