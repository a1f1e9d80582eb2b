import type { Intake } from '../../app/counting-sink.ts'
import { formatCount } from '../format/count.ts'
import { formatDuration } from '../format/duration.ts'
import { howMany } from '../format/how-many.ts'
import { printable } from '../format/table.ts'
import { learnedShare, type Overview, type SignalOverview, type SourceOverview } from './overview.ts'
import type { Rates } from './rates.ts'

/** Everything that the screen shows at one moment. */
export interface Scene {
  readonly url: string
  readonly now: number
  readonly startedAt: number
  readonly intake: Intake
  readonly rates: Rates
  /** Undefined until the read models answer. */
  readonly overview: Overview | undefined
  readonly troubles: readonly string[]
}

/** The screen: lines of at most `columns` characters. */
export function view(scene: Scene, columns: number): string[] {
  const { url, now, startedAt, overview, troubles } = scene
  const lines = [
    `Homeostat  ${url}  up ${formatDuration(now - startedAt)}  (Ctrl-C stops)`,
    '',
    `  ${flow(scene)}`,
    ...(overview ? ['', 'Sources', ...sources(overview.sources, now), '', 'Last signals', ...signals(overview.signals)] : []),
    ...(overview && overview.stuck.length > 0 ? ['', `Not working: ${overview.stuck.join(', ')}`] : []),
    ...(troubles.length > 0 ? ['', 'Troubles', ...troubles.map((trouble) => `  ${trouble}`)] : []),
  ]
  return lines.map((line) => cut(printable(line), columns))
}

/** Rates, totals and lag on one line; also what is printed when nobody watches. */
export function flow({ intake, rates, overview }: Pick<Scene, 'intake' | 'rates' | 'overview'>): string {
  const parts = [
    `${rates.frames.toFixed(1)} frames/s`,
    `${formatCount(rates.samples)} samples/s`,
    `${howMany(intake.frames, 'frame')} in all`,
    ...(overview ? [lag(overview)] : []),
  ]
  return parts.join(' · ')
}

/** One line for logs. */
export function plainLine(scene: Scene): string {
  const { overview } = scene
  if (overview === undefined) return flow(scene)
  const learned = overview.sources.map((source) => `${source.source} ${percent(learnedShare(source))} learned`)
  const open = overview.signals.filter((signal) => signal.open).length
  return printable(
    [flow(scene), ...learned.slice(0, 3), `${open} open of the last ${howMany(overview.signals.length, 'signal')}`].join(' · '),
  )
}

function lag({ lag: { reader, records } }: Overview): string {
  return records === 0 ? 'no lag' : `lag ${howMany(records, 'record')} (${reader})`
}

const MOST_SOURCES = 8

function sources(all: readonly SourceOverview[], now: number): string[] {
  const live = all.filter((source) => !source.forgotten)
  if (live.length === 0) return ['  none yet']
  const width = Math.min(40, Math.max(...live.slice(0, MOST_SOURCES).map(({ source }) => source.length)))
  const rows = live.slice(0, MOST_SOURCES).map((source) => {
    const name = cut(source.source, width).padEnd(width)
    const last = source.lastSeen === null ? 'never' : `${formatDuration(Math.max(0, now - Date.parse(source.lastSeen)))} ago`
    return `  ${name}  ${String(source.metrics).padStart(4)} metrics  ${bar(learnedShare(source))}  last ${last}`
  })
  return live.length > MOST_SOURCES ? [...rows, `  and ${live.length - MOST_SOURCES} more`] : rows
}

function bar(share: number): string {
  const full = Math.round(share * 10)
  return share >= 1 ? 'learned          ' : `${'#'.repeat(full)}${'.'.repeat(10 - full)} ${percent(share).padStart(5)} `
}

function percent(share: number): string {
  return `${Math.floor(share * 100)} %`
}

function signals(all: readonly SignalOverview[]): string[] {
  if (all.length === 0) return ['  none']
  return all.map(({ at, severity, open, source, metric, hint, held }) => {
    const state = open ? 'open ' : 'over '
    return `  ${(at ?? '').slice(11, 19).padEnd(8)}  ${severity.padEnd(8)} ${state} ${source} ${metric}: ${hint}${held === null ? '' : ` (held: ${held})`}`
  })
}

function cut(line: string, columns: number): string {
  return line.length > columns ? `${line.slice(0, Math.max(1, columns - 1))}…` : line
}
