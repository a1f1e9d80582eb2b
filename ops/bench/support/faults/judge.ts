import type { SignalView } from '../../../../projections/api/signal-view.ts'
import { formatTable } from '../../../cli/format/table.ts'

export interface Suffered {
  readonly name: string
  readonly source: string
  /** When it began, and when what it said was over. */
  readonly from: number
  readonly until: number
}

export interface Told {
  /** From when on nothing else may be told. */
  readonly quietFrom: number
  readonly faults: readonly Suffered[]
  readonly signals: readonly SignalView[]
}

/** Says what called somebody, by what it was for. Tells whether that was once a fault, and never else. */
export function tellFaults({ quietFrom, faults, signals }: Told, say: (line: string) => void): boolean {
  const calls = signals.filter(({ held }) => held === null).map((signal) => ({ signal, at: Date.parse(signal.raisedAt ?? '') }))
  const byFault = faults.map((fault) => ({
    fault,
    calls: calls.filter(({ signal, at }) => signal.source === fault.source && at >= fault.from && at < fault.until),
  }))
  const meant = new Set(byFault.flatMap(({ calls }) => calls))
  const others = calls.filter((call) => call.at >= quietFrom && !meant.has(call))
  const rows = [
    ...byFault.flatMap(({ fault, calls }) => {
      if (calls.length === 0) return [[fault.name, 'none', '', '']]
      return calls.map(({ signal, at }) => [
        fault.name,
        `${Math.round((at - fault.from) / 1_000)} s`,
        signal.severity,
        signal.hint,
      ])
    }),
    ...others.map(({ signal, at }) => ['nothing', clock(at), signal.severity, `${signal.source}: ${signal.hint}`]),
  ]
  say(`\n${formatTable(['FAULT', 'AFTER', 'SEVERITY', 'SIGNAL'], rows)}`)
  const minutes = Math.round((Date.now() - quietFrom) / 60_000)
  const held = signals.filter((signal) => signal.held !== null && Date.parse(signal.raisedAt ?? '') >= quietFrom).length
  say(`\n${minutes} minutes, ${byFault.length} faults, ${others.length} other signals; ${held} were held back.`)
  return others.length === 0 && byFault.every(({ calls }) => calls.length === 1)
}

function clock(at: number): string {
  return new Date(at).toISOString().slice(11, 19)
}
