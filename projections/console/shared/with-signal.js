/** @import { Overview, Signal } from './shapes.ts' */

/**
 * The overview after one signal is new or has changed.
 * @param {Overview} overview
 * @param {Signal} signal
 * @returns {Overview}
 */
export function withSignal(overview, signal) {
  return {
    ...overview,
    signals: changed(overview.signals, signal, true),
    open: changed(overview.open, signal, signal.open),
  }
}

/**
 * @param {Overview['signals']} part
 * @param {Signal} signal
 * @param {boolean} isIn whether it belongs to the list
 * @returns {Overview['signals']}
 */
function changed(part, signal, isIn) {
  if ('problem' in part) return part
  const { signals, next } = part.value
  const others = signals.filter(({ id }) => id !== signal.id)
  const all = isIn ? [signal, ...others].sort(byLastChange) : others
  return { value: { signals: all.slice(0, MOST), next } }
}

const MOST = 200

/**
 * @param {Signal} a
 * @param {Signal} b
 */
function byLastChange(a, b) {
  return Date.parse(b.at ?? '') - Date.parse(a.at ?? '')
}
