/** @import { Choice, Facts, Overview, Signal } from '../shapes.ts' */
import { addressOf } from '../choice.js'
import { showClock, showDuration, showNumber, showQuantity } from '../format.js'
import { html } from '../html.js'
import { learningOf } from '../learning.js'
import { problemView } from './problem.js'

/**
 * The last signals, newest first; each opens.
 * @param {Overview} overview
 * @param {Choice} choice
 * @param {Facts} facts
 */
export function signalsList(overview, choice, facts) {
  const { signals, at } = overview
  if ('problem' in signals) return problemView(signals.problem)
  const all = signals.value.signals
  if (all.length === 0) return html`<p class="empty">${whyNone(overview, facts)}</p>`
  return html`<ul class="rows" data-walk>${all.map((signal) => row(signal, choice, at))}</ul>`
}

/**
 * @param {Signal} signal
 * @param {Choice} choice
 * @param {number} now
 */
function row(signal, choice, now) {
  const { id, severity, metric, source, open, at, raisedAt, clearedAt, value, expected, unit } = signal
  const { held, acknowledged } = signal
  const state = open ? 'open' : 'over'
  return html`<li data-key="${id}"><a href="${addressOf(choice, { signal: id })}" class="row ${state} ${(held !== null || acknowledged !== null) && 'held'}" data-signal="${id}">
    <span class="pair"><span class="badge" data-severity="${severity}">${severity}</span>
      <time class="fine" datetime="${raisedAt ?? at}">${showClock(raisedAt ?? at, now)}</time></span>
    <span><b>${metric}</b> of ${source}</span>
    <span class="pair"><span class="fine">${open ? `${showNumber(value)}, expected ${showQuantity(expected, unit)}` : lasted(signal)}</span>
      <span class="fine">${open ? 'open' : `over ${showClock(clearedAt ?? at, now)}`}${remark(signal)}</span></span>
  </a></li>`
}

/**
 * What has become of it, in two words.
 * @param {Signal} signal
 */
function remark({ held, acknowledged, falseAlarm }) {
  if (falseAlarm !== null) return ' · false alarm'
  if (acknowledged !== null) return ` · seen by ${acknowledged.by}`
  if (held === 'muted') return ' · muted'
  return held !== null && ' · held back'
}

/**
 * What was measured when it ended says little; how long it went on says more.
 * @param {Signal} signal
 */
function lasted({ from, raisedAt, clearedAt }) {
  const since = from ?? raisedAt
  return since === null || clearedAt === null ? '' : `lasted ${showDuration(Date.parse(clearedAt) - Date.parse(since))}`
}

/**
 * @param {Overview} overview
 * @param {Facts} facts
 */
function whyNone({ sources }, { learnSamples }) {
  const all = 'value' in sources ? sources.value.sources : []
  if (all.length === 0) return 'No signal: nothing is watched yet.'
  const [first] = all.flatMap((source) => {
    const learning = learningOf(source, learnSamples)
    return learning === undefined ? [] : [`${source.source}: ${learning}`]
  })
  return first === undefined ? 'No signal: everything is in its expected range.' : `No signal yet. ${first}.`
}
