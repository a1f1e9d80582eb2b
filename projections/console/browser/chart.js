/** @import { Charts, Series } from '../shared/shapes.ts' */
/** @import { Band } from '../shared/bands.js' */
import { bandsOf } from '../shared/bands.js'
import { showClock, showNumber, showQuantity, showTick } from '../shared/format.js'
import { withGaps } from '../shared/with-gaps.js'
import { colours } from './colours.js'

/**
 * @typedef {object} Chart
 * @property {(series: Series, charts: Charts) => void} show
 * @property {() => void} redraw after a change of colours
 * @property {() => void} end
 */

/**
 * Draws a series in the place of its outline: mean, lowest to highest, and what the signals say was expected.
 * @param {HTMLElement} figure with a `.plot` and an `output`
 * @returns {Chart}
 */
export function createChart(figure) {
  const place = figure.querySelector('.plot')
  const output = figure.querySelector('output')
  if (!(place instanceof HTMLElement) || output === null) throw new TypeError('a chart needs its place')
  /** @type {{ from: number, to: number, bands: readonly Band[], last: string, unit: string }} */
  const shown = { from: 0, to: 1, bands: [], last: '', unit: '' }
  place.replaceChildren()
  const plot = new globalThis.uPlot(
    {
      width: place.clientWidth,
      height: place.clientHeight,
      padding: [8, 20, 0, 0],
      legend: { show: false },
      cursor: { sync: { key: 'homeostat' }, drag: { setScale: false }, points: { size: 6 } },
      scales: {
        x: { time: true, range: () => [shown.from / 1000, shown.to / 1000] },
        y: { range: (_, least, most) => reach(least, most, shown.bands) },
      },
      axes: [
        axis({ size: 28, space: 60, values: (_, ticks) => ticks.map((at) => showTick(at * 1000, shown.to - shown.from)) }),
        axis({ size: 52, space: 30, values: (_, ticks) => ticks.map(showNumber) }),
      ],
      series: [
        {},
        {
          stroke: () => colours().line,
          width: 1.5,
          points: { show: (_, __, first, last) => last - first < FEW },
          spanGaps: false,
        },
        { stroke: 'transparent', width: 0, points: { show: false } },
        { stroke: 'transparent', width: 0, points: { show: false } },
      ],
      bands: [{ series: [3, 2], fill: () => colours().range }],
      hooks: {
        drawClear: [(drawn) => drawBands(drawn, shown.bands)],
        draw: [(drawn) => drawMarks(drawn, shown.bands)],
        setCursor: [
          ({ cursor: { idx }, data }) => {
            const [value, at] = idx === null || idx === undefined ? [undefined, undefined] : [data[1]?.[idx], data[0]?.[idx]]
            output.textContent =
              at === undefined ? shown.last : `${showQuantity(value, shown.unit)} at ${showClock(at * 1000, at * 1000)}`
          },
        ],
      },
    },
    [[], [], [], []],
    place,
  )
  const resized = new ResizeObserver(() => {
    if (place.clientWidth > 0) plot.setSize({ width: place.clientWidth, height: place.clientHeight })
  })
  resized.observe(place)
  return {
    show(series, charts) {
      const { at, value, low, high } = withGaps(series)
      Object.assign(shown, { from: charts.from, to: charts.to, bands: bandsOf(series.metric, charts) })
      shown.unit = series.unit
      shown.last = showQuantity(
        series.value.findLast((each) => each !== null),
        series.unit,
      )
      plot.setData([at.map((time) => time / 1000), value, low, high])
    },
    redraw: () => plot.redraw(false),
    end() {
      resized.disconnect()
      plot.destroy()
    },
  }
}

/** So few values make no line that could be seen. */
const FEW = 2

/**
 * @param {import('uplot').Axis} own
 * @returns {import('uplot').Axis}
 */
function axis(own) {
  return {
    stroke: () => colours().text,
    grid: { stroke: () => colours().grid, width: 1 },
    ticks: { show: false },
    font: '11px system-ui, sans-serif',
    ...own,
  }
}

/**
 * The values, and the expected bands as far as they do not press the line flat.
 * @param {number | null} least
 * @param {number | null} most
 * @param {readonly Band[]} bands
 * @returns {[number, number]}
 */
function reach(least, most, bands) {
  if (least === null || most === null) return [0, 1]
  const span = isFlat(least, most) ? Math.abs(most) * 0.2 || 1 : most - least
  const edges = bands
    .flatMap(({ low, high }) => [low, high])
    .filter((edge) => edge !== null && edge > least - span && edge < most + span)
  const [bottom, top] = [Math.min(least, ...edges.map(Number)), Math.max(most, ...edges.map(Number))]
  const margin = isFlat(bottom, top) ? span / 2 : (top - bottom) * 0.08
  return [bottom - margin, top + margin]
}

/**
 * Whether the values differ by so little that the ticks of an axis between them could not be told apart.
 * @param {number} least
 * @param {number} most
 */
function isFlat(least, most) {
  return most - least <= Math.abs(most) * 1e-6
}

/**
 * @param {import('uplot')} plot
 * @param {readonly Band[]} bands
 */
function drawBands({ ctx, bbox, valToPos }, bands) {
  ctx.save()
  clip(ctx, bbox)
  for (const { since, until, low, high, expected } of bands) {
    const [left, right] = [valToPos(since / 1000, 'x', true), valToPos(until / 1000, 'x', true)]
    const width = Math.max(right - left, 2)
    if (low !== null && high !== null) {
      ctx.fillStyle = colours().band
      const top = valToPos(high, 'y', true)
      ctx.fillRect(left, top, width, valToPos(low, 'y', true) - top)
    }
    if (expected === null) continue
    ctx.strokeStyle = colours().expected
    ctx.setLineDash([4, 4])
    ctx.beginPath()
    ctx.moveTo(left, valToPos(expected, 'y', true))
    ctx.lineTo(left + width, valToPos(expected, 'y', true))
    ctx.stroke()
  }
  ctx.restore()
}

/**
 * @param {import('uplot')} plot
 * @param {readonly Band[]} bands
 */
function drawMarks({ ctx, bbox, valToPos }, bands) {
  ctx.save()
  clip(ctx, bbox)
  for (const { raisedAt, severity } of bands) {
    const x = valToPos(raisedAt / 1000, 'x', true)
    const size = 5 * devicePixelRatio
    ctx.strokeStyle = ctx.fillStyle = colours().severity(severity)
    ctx.lineWidth = devicePixelRatio
    ctx.beginPath()
    ctx.moveTo(x, bbox.top)
    ctx.lineTo(x, bbox.top + bbox.height)
    ctx.stroke()
    ctx.beginPath()
    ctx.moveTo(x - size, bbox.top)
    ctx.lineTo(x + size, bbox.top)
    ctx.lineTo(x, bbox.top + 1.6 * size)
    ctx.fill()
  }
  ctx.restore()
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {import('uplot').BBox} box
 */
function clip(ctx, { left, top, width, height }) {
  ctx.beginPath()
  ctx.rect(left, top, width, height)
  ctx.clip()
}
