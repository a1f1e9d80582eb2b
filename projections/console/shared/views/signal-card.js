/** @import { Choice, Signal } from '../shapes.ts' */
import { addressOf } from '../choice.js'
import { showClock, showNumber, showQuantity } from '../format.js'
import { html } from '../html.js'

/**
 * All that is known of one signal.
 * @param {Signal} signal
 * @param {Choice} choice
 * @param {number} now
 */
export function signalCard(signal, choice, now) {
  const { id, severity, metric, source, method, rule, hint, score, value, expected, low, high, unit } = signal
  const onChart = addressOf(choice, { source, metric, signal: undefined })
  return html`<header>
      <h2 id="signal-title"><span class="badge" data-severity="${severity}">${severity}</span> ${metric} of ${source}</h2>
      <a class="close" href="${addressOf(choice, { signal: undefined })}" data-close aria-label="Close">✕</a>
    </header>
    <p class="hint">${hint}</p>
    <dl>
      ${field('Metric', metric)}
      ${field('Source', source)}
      ${field(signal.open ? 'Value' : 'Value at its end', showQuantity(value, unit))}
      ${field('Expected', `${showQuantity(expected, unit)} (${showNumber(low)} to ${showNumber(high)})`)}
      ${field('Score', score === null ? '–' : `${score.toFixed(4)} (0 usual, 1 never seen)`)}
      ${field('Method', `${method}${methods[method] === undefined ? '' : `: ${methods[method]}`}`)}
      ${rule !== null && field('Rule', rule)}
      ${field('Window', windowOf(signal, now))}
      ${field('State', signal.open ? 'open' : `over since ${showClock(signal.clearedAt, now)}`)}
      ${field('Call', callOf(signal))}
      ${signal.acknowledged !== null && field('Seen', wordsOf(signal.acknowledged, now))}
      ${signal.falseAlarm !== null && field('False alarm', wordsOf(signal.falseAlarm, now))}
    </dl>
    ${asks(signal)}
    <p class="actions"><a href="${onChart}" data-show="${metric}" data-of="${source}">Show on the chart</a>
      <a href="/signals/${encodeURIComponent(id)}">As JSON</a></p>`
}

/**
 * @param {string} name
 * @param {string} value
 */
function field(name, value) {
  return html`<div class="field"><dt>${name}</dt><dd>${value}</dd></div>`
}

/** @type {Readonly<Record<string, string>>} */
const methods = {
  ewma: 'single samples far outside the expected range',
  novelty: 'a sample unlike those before',
  level_shift: 'a level that has moved',
  stuck: 'a value that no longer changes',
  missing: 'a source that no longer reports',
  seasonal: 'a value that is not of this hour of the week',
  rule: 'what somebody has asked to be told of',
}

/**
 * @param {Signal} signal
 * @param {number} now
 */
function windowOf({ from, raisedAt, at, clearedAt }, now) {
  const raised = raisedAt ?? at
  const told = `${showClock(from ?? raised, now)} to ${showClock(raised, now)}`
  return clearedAt === null ? told : `${told}, until ${showClock(clearedAt, now)}`
}

/**
 * What can be said of it. The keys work while the window is open. What goes away first stands last, so that nothing else moves and loses
 * the focus.
 * @param {Signal} signal
 */
function asks({ open, acknowledged, falseAlarm }) {
  const buttons = [
    open && ask('false-alarm', 'False alarm', 'f'),
    open && ask('mute', 'Mute for 1 h', 'm'),
    open && acknowledged === null && ask('acknowledge', 'Seen', 's'),
    falseAlarm !== null && ask('undo', 'Not a false alarm', 'u'),
  ].filter((button) => button !== false)
  return html`<div class="asks"><p id="asked" role="status" data-own></p>${buttons}</div>`
}

/**
 * @param {string} what
 * @param {string} label
 * @param {string} key
 */
function ask(what, label, key) {
  return html`<button type="button" data-ask="${what}" data-key="${what}" aria-keyshortcuts="${key}">${label} <kbd>${key}</kbd></button>`
}

/**
 * @param {{ at: string | null, by: string, note: string }} words
 * @param {number} now
 */
function wordsOf({ at, by, note }, now) {
  return `${by}, ${showClock(at, now)}${note === '' ? '' : `: ${note}`}`
}

/** @param {Signal} signal */
function callOf({ held }) {
  if (held === null) return 'a person was called'
  return `nobody was called: ${reasons[held] ?? held}`
}

/** @type {Readonly<Record<string, string>>} */
const reasons = {
  faint: 'too faint to call for',
  duplicate: 'another method had seen it before',
  burst: 'the same burst had called enough',
  budget: 'the alarm budget was spent',
  muted: 'it is muted',
  false_alarm: 'its like was reported as a false alarm',
}
