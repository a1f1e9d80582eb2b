/** @import { Facts, Overview } from '../shapes.ts' */
import { howMany, showClock, showCount } from '../format.js'
import { html } from '../html.js'
import { lagOf } from '../lag.js'
import { learnedShare, learningOf } from '../learning.js'

/**
 * What is to be known at a glance: whether detection runs, how far it has learned, what is wrong, how often a person may still be called,
 * and how far behind everything is.
 * @param {Overview} overview
 * @param {Facts} facts
 */
export function tilesView(overview, facts) {
  return html`${detection(overview)}${learned(overview, facts)}${openSignals(overview)}${budget(overview)}${lag(overview)}`
}

/**
 * @param {string} name
 * @param {unknown} value
 * @param {unknown} more
 * @param {string} [state] good, warning or bad
 */
function tile(name, value, more, state = '') {
  return html`<div class="tile ${state}" data-key="${name}"><dt>${name}</dt><dd><strong>${value}</strong><span>${more}</span></dd></div>`
}

/** @param {Overview} overview */
function detection({ health, topics }) {
  if ('problem' in health) return tile('Detection', 'Unknown', health.problem, 'bad')
  const { stuck, parts } = health.value
  if (stuck.some((part) => part.startsWith('stage:') || part === 'clock'))
    return tile('Detection', 'Stuck', stuck.join(', '), 'bad')
  const here = parts.filter(({ part }) => part.startsWith('stage:')).map(({ part }) => nameOf(part))
  // In a cluster the stages may all run in other processes; the log tells which read it.
  const anywhere = 'value' in topics ? stagesIn(topics.value.topics).map(({ reader }) => nameOf(reader)) : []
  if (here.length === 0 && anywhere.length === 0) return tile('Detection', 'Absent', 'no stage is known to watch', 'bad')
  const watching = here.length > 0 ? `watched by ${here.join(', ')}` : `watched elsewhere by ${anywhere.join(', ')}`
  if (stuck.length > 0) return tile('Detection', 'Hindered', stuck.join(', '), 'warning')
  return tile('Detection', 'Running', watching, 'good')
}

/** @param {readonly import('../shapes.ts').Topic[]} topics */
function stagesIn(topics) {
  return lagOf(topics).filter(({ reader }) => reader.startsWith('stage:'))
}

/** @param {string} part such as `stage:sense.0` */
function nameOf(part) {
  return part.slice('stage:'.length)
}

/**
 * @param {Overview} overview
 * @param {Facts} facts
 */
function learned({ sources }, { learnSamples }) {
  if ('problem' in sources) return tile('Learned', '–', sources.problem, 'bad')
  const all = sources.value.sources
  const share = learnedShare(all)
  if (all.length === 0) return tile('Learned', '–', 'no source yet')
  const ready = all.filter((source) => learningOf(source, learnSamples) === undefined).length
  const more =
    ready === all.length
      ? 'every source'
      : (alone(all, learnSamples) ?? `${showCount(ready)} of ${howMany(all.length, 'source')} ready`)
  return tile('Learned', share === undefined ? '0 %' : `${Math.floor(100 * share)} %`, more, ready === all.length ? 'good' : '')
}

/**
 * How far the only source is.
 * @param {readonly import('../shapes.ts').Source[]} sources
 * @param {number} learnSamples
 */
function alone(sources, learnSamples) {
  return sources.length === 1 ? learningOf(sources[0], learnSamples) : undefined
}

/** @param {Overview} overview */
function openSignals({ open: asked }) {
  if ('problem' in asked) return tile('Open signals', '–', asked.problem, 'bad')
  const { signals, next } = asked.value
  const called = signals.filter(({ held, acknowledged }) => held === null && acknowledged === null)
  const seen = signals.filter(({ held, acknowledged }) => held === null && acknowledged !== null).length
  const critical = called.filter(({ severity }) => severity === 'critical').length
  const back = signals.length - called.length - seen
  const more = [critical > 0 ? `${showCount(critical)} critical` : called.length > 0 ? 'none critical' : 'nothing calls for you']
  if (seen > 0) more.push(`${showCount(seen)} seen`)
  if (back > 0) more.push(`${showCount(back)} held back`)
  const state = critical > 0 ? 'bad' : called.length > 0 ? 'warning' : 'good'
  return tile('Open signals', `${showCount(called.length)}${next === null ? '' : ' or more'}`, more.join(' · '), state)
}

/** @param {Overview} overview */
function budget({ budget, at }) {
  if ('problem' in budget) return tile('Alarm budget', '–', budget.problem, 'bad')
  const { left, perDay, nextAt } = budget.value
  const more = nextAt === null ? 'calls a day' : left === 0 ? `next call from ${showClock(nextAt, at)}` : 'calls left today'
  return tile('Alarm budget', `${showCount(left)} of ${showCount(perDay)}`, more, left === 0 && perDay > 0 ? 'warning' : '')
}

/** @param {Overview} overview */
function lag({ topics }) {
  if ('problem' in topics) return tile('Lag', '–', topics.problem, 'bad')
  const behind = lagOf(topics.value.topics)
    .filter(({ lag }) => lag > 0)
    .sort((a, b) => b.lag - a.lag)
  const each = behind.slice(0, MOST_BEHIND).map(({ reader, lag }) => `${reader.replace(/^stage:/, '')} ${showCount(lag)}`)
  return tile('Lag', howMany(behind[0]?.lag ?? 0, 'record'), each.length === 0 ? 'all is read' : each.join(' · '))
}

/** So many of those that are behind are named. */
const MOST_BEHIND = 3
