/** @import { Charts, Choice, Facts, Series } from '../shapes.ts' */
import { bandsOf } from '../bands.js'
import { addressOf } from '../choice.js'
import { howMany, showClock, showCount, showNumber, showQuantity } from '../format.js'
import { html } from '../html.js'
import { learningOf } from '../learning.js'
import { rangeLabels, rangeNames } from '../ranges.js'
import { withGaps } from '../with-gaps.js'
import { outline } from './outline.js'

/**
 * The series of one source, and the ranges to choose from.
 * @param {Charts | undefined} charts
 * @param {Choice} choice
 * @param {Facts} facts
 * @param {number} now
 */
export function chartsView(charts, choice, facts, now) {
  if (charts === undefined) return html`<p class="empty">Charts appear with the first source.</p>`
  const { source, metrics, series, to } = charts
  const learning = learningOf(source, facts.learnSamples)
  const rest = metrics.length - series.length
  return html`<header class="bar"><h2>${source.source}</h2>
      <nav class="ranges" aria-label="Range">${rangeNames.map((name) => rangeLink(name, choice))}</nav></header>
    <p class="note" data-key="note">${howMany(metrics.length, 'metric')}${learning === undefined ? '' : ` · ${learning}`}${to < now ? ` · silent since ${showClock(to, now)}` : ''}.
      <span class="key key-line">measured</span> <span class="key key-range">lowest to highest</span> <span class="key key-band">expected, at signals</span></p>
    <div class="charts">${series.map((one) => chart(one, charts, now))}</div>
    ${
      rest > 0 &&
      html`<p class="more" data-key="more">${
        choice.all
          ? `${showCount(rest)} more are not drawn.`
          : html`<a href="${addressOf(choice, { all: true })}" data-all>Show ${showCount(rest)} more</a>`
      }</p>`
    }
    <details data-key="metrics"><summary>All metrics by name</summary><ul class="names">${[...metrics]
      .sort()
      .map(
        (name) =>
          html`<li><a href="${addressOf(choice, { source: source.source, metric: name })}" data-metric="${name}">${name}</a></li>`,
      )}</ul></details>`
}

/**
 * @param {import('../ranges.js').RangeName} name
 * @param {Choice} choice
 */
function rangeLink(name, choice) {
  return html`<a href="${addressOf(choice, { range: name })}" class="range" data-range="${name}" ${name === choice.range && html`aria-current="true"`}>${rangeLabels[name]}</a>`
}

/**
 * @param {Series} series
 * @param {Charts} charts
 * @param {number} now
 */
function chart(series, charts, now) {
  const bands = bandsOf(series.metric, charts)
  const last = series.value.findLast((value) => value !== null)
  const told = bands.length === 0 ? '' : howMany(bands.length, 'signal')
  return html`<figure data-key="${series.metric}" data-chart="${series.metric}">
    <figcaption><b>${series.metric}</b> <span class="told">${told}</span> <output>${showQuantity(last, series.unit)}</output></figcaption>
    <div class="plot" data-own role="img" aria-label="${describe(series, bands.length, charts, now)}">${outline({ ...series, ...withGaps(series) }, charts)}</div>
  </figure>`
}

/**
 * @param {Series} series
 * @param {number} signals
 * @param {Charts} charts
 * @param {number} now
 */
function describe({ metric, low, high, samples }, signals, { from, to }, now) {
  const span = `${showClock(from, now)} to ${showClock(to, now)}`
  const values = [...low, ...high].flatMap((value) => (value === null ? [] : [value]))
  if (values.length === 0) return `${metric}, ${span}: no samples`
  const least = values.reduce((a, b) => Math.min(a, b))
  const most = values.reduce((a, b) => Math.max(a, b))
  return `${metric}, ${span}: ${howMany(samples, 'sample')} between ${showNumber(least)} and ${showNumber(most)}, ${howMany(signals, 'signal')}`
}
