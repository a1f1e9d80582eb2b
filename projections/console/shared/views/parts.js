/** @import { Overview } from '../shapes.ts' */
import { howMany, showCount } from '../format.js'
import { html } from '../html.js'
import { lagOf } from '../lag.js'
import { problemView } from './problem.js'

/**
 * Who watches: every part of the installation with its state, and how far the readers of the log are behind.
 * @param {Overview} overview
 */
export function partsView({ health, topics }) {
  if ('problem' in health) return problemView(health.problem)
  const lags = new Map('value' in topics ? lagOf(topics.value.topics).map(({ reader, lag }) => [reader, lag]) : [])
  const rows = health.value.parts.map(({ part, ok, state, code, message }) => {
    const lag = lags.get(part.replace(/\.\d+$/, ''))
    return html`<tr data-key="${part}" class="${ok ? '' : 'bad'}"><th scope="row">${part}</th>
      <td>${state}${code === undefined ? '' : html`<br><span class="why">${message} [${code}]</span>`}</td>
      <td class="number">${lag === undefined ? '' : showCount(lag)}</td></tr>`
  })
  const { stuck } = health.value
  return html`${stuck.length > 0 && html`<p class="problem">Stuck: ${stuck.join(', ')}. <code>homeostat doctor</code> says what to do.</p>`}
    <table><caption>${howMany(rows.length, 'part')} of this installation; lag in records</caption>
    <thead><tr><th scope="col">Part</th><th scope="col">State</th><th scope="col" class="number">Lag</th></tr></thead>
    <tbody>${rows}</tbody></table>`
}
