import { setTimeout as sleep } from 'node:timers/promises'
import type { SignalView } from '../../../../projections/api/signal-view.ts'
import { ask } from '../ask.ts'

/** What an installation says, as it says it. */
export interface Watch {
  /** Resolves when a source is known. */
  firstSource(): Promise<void>
  /** Resolves when every detector has learned every source; of a metric that has come and gone nothing more is learned. */
  learned(): Promise<void>
  forMs(ms: number): Promise<void>
  /** Resolves when somebody was called because of the source, or after `patienceMs`. */
  called(source: string, from: number, patienceMs: number): Promise<void>
  /** Every signal, the oldest first, with what was said when it was first seen. */
  all(): Promise<readonly SignalView[]>
  stop(): void
}

interface Sources {
  readonly sources: readonly { readonly learning: readonly { readonly learned: number; readonly total: number }[] }[]
}

/** Tells every signal that is raised, and looks every second. */
export function watchSignals(url: string, say: (line: string) => void): Watch {
  const told = new Map<string, string>()
  const stopping = new AbortController()
  const all = async () => {
    const { signals } = await ask<{ signals: SignalView[] }>(`${url}/signals?limit=1000`)
    return signals.reverse().map((signal) => ({ ...signal, hint: told.get(signal.id) ?? signal.hint }))
  }
  const look = async () => {
    const signals = await all()
    for (const { id, source, metric, severity, held, hint } of signals) {
      if (told.has(id)) continue
      told.set(id, hint)
      say(`${held === null ? 'SIGNAL' : `held (${held})`} ${severity} ${source} ${metric}: ${hint}`)
    }
    return signals
  }
  const until = async (isSo: () => Promise<boolean>, patienceMs: number) => {
    const giveUpAt = Date.now() + patienceMs
    while (!(await isSo()) && Date.now() < giveUpAt) await sleep(1_000, undefined, { signal: stopping.signal })
  }
  const sources = async () => (await ask<Sources>(`${url}/sources`)).sources
  return {
    firstSource: () => until(async () => (await sources()).length > 0, LONGEST_MS),
    learned: () =>
      until(async () => {
        await look()
        return (await sources()).every(({ learning }) => learning.length > 0 && learning.every(isLearned))
      }, LONGEST_MS),
    forMs: (ms) => until(async () => (await look()).length < 0, ms),
    called: (source, from, patienceMs) =>
      until(async () => (await look()).some((signal) => isCall(signal, source, from)), patienceMs),
    all,
    stop: () => stopping.abort(),
  }
}

function isLearned({ learned, total }: { readonly learned: number; readonly total: number }): boolean {
  return learned >= 0.8 * total
}

const LONGEST_MS = 7_200_000

function isCall({ source, held, raisedAt }: SignalView, wanted: string, from: number): boolean {
  return source === wanted && held === null && Date.parse(raisedAt ?? '') >= from
}
