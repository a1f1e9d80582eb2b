/** @import { Charts, Choice, Facts } from '../shared/shapes.ts' */
import { chartsView } from '../shared/views/charts.js'
import { problemView } from '../shared/views/problem.js'
import { createChart } from './chart.js'
import { forgetColours } from './colours.js'
import { morph } from './morph.js'

/**
 * Keeps the part of the page with the charts.
 * @param {HTMLElement} region
 * @param {Facts} facts
 */
export function chartsRegion(region, facts) {
  /** @type {Map<HTMLElement, import('./chart.js').Chart>} */
  const drawn = new Map()
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    forgetColours()
    for (const chart of drawn.values()) chart.redraw()
  })

  function endGone() {
    for (const [figure, chart] of drawn) {
      if (figure.isConnected) continue
      chart.end()
      drawn.delete(figure)
    }
  }

  return {
    /**
     * @param {Charts | undefined} charts
     * @param {Choice} choice
     * @param {number} now
     */
    show(charts, choice, now) {
      morph(region, chartsView(charts, choice, facts, now))
      endGone()
      const figures = new Map(figuresIn(region).map((figure) => [figure.dataset.chart, figure]))
      for (const series of charts?.series ?? []) {
        const figure = figures.get(series.metric)
        if (figure === undefined) continue
        const chart = drawn.get(figure) ?? createChart(figure)
        drawn.set(figure, chart)
        chart.show(series, /** @type {Charts} */ (charts)) // there is a series, so there are charts
      }
    },
    /** @param {string} problem why there is nothing to draw */
    fail(problem) {
      morph(region, problemView(problem))
      endGone()
    },
    /** @param {string} metric */
    reveal(metric) {
      const behavior = matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth'
      figuresIn(region)
        .find((figure) => figure.dataset.chart === metric)
        ?.scrollIntoView({ block: 'nearest', behavior })
    },
  }
}

/**
 * @param {HTMLElement} region
 * @returns {HTMLElement[]}
 */
function figuresIn(region) {
  return [...region.querySelectorAll('figure[data-chart]')].filter((figure) => figure instanceof HTMLElement)
}
