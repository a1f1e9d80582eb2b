/** @import { Choice, Facts, Overview, Source } from '../shapes.ts' */
import { addressOf } from '../choice.js'
import { howMany, showClock } from '../format.js'
import { html } from '../html.js'
import { learningOf } from '../learning.js'
import { problemView } from './problem.js'

/**
 * Every source with what there is to say of it, as far as the filter lets it through.
 * @param {Overview} overview
 * @param {Choice} choice with the source that is shown
 * @param {Facts} facts
 */
export function sourcesList({ sources, open: asked, at }, choice, facts) {
  if ('problem' in sources) return problemView(sources.problem)
  const { sources: all, next } = sources.value
  if (all.length === 0)
    return html`<p class="empty">No source yet. <code>POST /telemetry</code> takes measurements; <a href="/docs">try it out</a>.</p>`
  const wanted = choice.filter.toLowerCase()
  const shown = all.filter(({ source }) => source.toLowerCase().includes(wanted))
  if (shown.length === 0)
    return html`<p class="empty">No source${next !== null && ' of those that stand here'} has “${choice.filter}” in its name.${next !== null && ' Enter opens one by its whole name.'}</p>`
  const open = new Set('value' in asked ? asked.value.signals.map(({ source }) => source) : [])
  return html`<ul class="rows" data-walk>${shown.map((source) => row(source, open.has(source.source), choice, facts, at))}</ul>
    ${next !== null && html`<p class="empty">Only the first ${howMany(all.length, 'source')} by name stand here. Enter opens another by its whole name.</p>`}`
}

/**
 * @param {Source} source
 * @param {boolean} isOpen
 * @param {Choice} choice
 * @param {Facts} facts
 * @param {number} now
 */
function row(source, isOpen, choice, { learnSamples }, now) {
  const { source: name, metrics, lastSeen, forgotten } = source
  const learning = learningOf(source, learnSamples)
  const isShown = name === choice.source
  return html`<li data-key="${name}"><a href="${addressOf(choice, { source: name, metric: undefined, all: false })}" class="row" data-source="${name}"
    ${isShown && html`aria-current="true"`}>
    <span class="pair"><span><b>${name}</b>${isOpen && html` <span class="badge" data-severity="open">open signal</span>`}</span>
      <time class="fine" datetime="${lastSeen}">${showClock(lastSeen, now)}</time></span>
    <span class="fine">${forgotten ? 'forgotten' : (learning ?? howMany(metrics, 'metric'))}</span>
  </a></li>`
}
