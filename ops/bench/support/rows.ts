import { type Bar, type Figure, isMet } from './figure.ts'
import { median } from './median.ts'

export const HEAD = ['what', 'median', 'rounds', 'bar', 'met', 'CPU', 'wall'] as const

/** A figure as the cells of a row, in the order of HEAD. */
export function rowOf({ what, rounds, unit, bar, spent }: Figure): readonly string[] {
  const middle = median(rounds)
  const range = rounds.length > 1 ? `${short(Math.min(...rounds))}–${short(Math.max(...rounds))} (${rounds.length})` : '1'
  return [
    what,
    `${short(middle)} ${unit}`,
    range,
    bar ? barText(bar) : '',
    bar ? (isMet(bar, middle) ? 'yes' : 'no') : '',
    spent ? seconds(spent.cpuSeconds) : '',
    spent ? seconds(spent.wallSeconds) : '',
  ]
}

function barText(bar: Bar): string {
  return 'atLeast' in bar ? `≥ ${short(bar.atLeast)}` : `≤ ${short(bar.atMost)}`
}

/** Three significant digits, without powers of ten. */
function short(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString('en-GB')
}

function seconds(value: number): string {
  return Number.isNaN(value) ? '' : `${value.toFixed(1)} s`
}
