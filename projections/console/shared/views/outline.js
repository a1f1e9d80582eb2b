/** @import { Charts, Series } from '../shapes.ts' */
import { bandsOf } from '../bands.js'
import { showClock, showNumber } from '../format.js'
import { html } from '../html.js'

/**
 * A series as a drawing that needs no script: line, expected bands and marks of the signals. Its place is the chart's.
 * @param {Series} series
 * @param {Charts} charts
 */
export function outline(series, charts) {
  const { from, to } = charts
  const bands = bandsOf(series.metric, charts)
  const values = [...series.value, ...series.low, ...series.high].flatMap((value) => (value === null ? [] : [value]))
  if (values.length === 0) return html`<p class="empty">No samples in this range.</p>`
  const [least, most] = [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))]
  const margin = (most - least) * 0.08 || Math.abs(most) * 0.1 || 1
  /** @param {number} at */
  const x = (at) => round((WIDTH * (Math.min(Math.max(at, from), to) - from)) / (to - from))
  /** @param {number} value */
  const y = (value) =>
    round(
      HEIGHT -
        (HEIGHT * (Math.min(Math.max(value, least - margin), most + margin) - least + margin)) / (most - least + 2 * margin),
    )
  const drawn = bands.map(({ since, until, low, high, raisedAt, severity }) => {
    const band =
      low !== null &&
      high !== null &&
      html`<rect class="band" x="${x(since)}" y="${y(high)}" width="${x(until) - x(since)}" height="${y(low) - y(high)}"/>`
    return html`${band}<path class="mark" data-severity="${severity}" d="M${x(raisedAt)} 0V${HEIGHT}"/>`
  })
  return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true">${drawn}<path class="line" d="${line(series, x, y)}"/></svg>
    <p class="ends"><span>${showClock(from, to)}</span><span>${showNumber(least)} to ${showNumber(most)}</span><span>${showClock(to, to)}</span></p>`
}

const WIDTH = 600
const HEIGHT = 140

/** @param {number} value */
function round(value) {
  return Math.round(value * 10) / 10
}

/**
 * @param {Series} series
 * @param {(at: number) => number} x
 * @param {(value: number) => number} y
 */
function line({ at, value }, x, y) {
  let isDown = false
  return at
    .map((time, i) => {
      const there = value[i]
      const step = there === null || there === undefined ? '' : `${isDown ? 'L' : 'M'}${x(time)} ${y(there)}`
      isDown = step !== ''
      return step
    })
    .join('')
}
