/** @import { Choice } from './shapes.ts' */
import { rangeNames } from './ranges.js'

/**
 * What the address of the page says; what it does not say or says wrongly is left to the page.
 * @param {URLSearchParams} query
 * @returns {Choice}
 */
export function readChoice(query) {
  const range = rangeNames.find((name) => name === query.get('range')) ?? '15m'
  return {
    source: query.get('source') || undefined,
    metric: query.get('metric') || undefined,
    range,
    signal: query.get('signal') || undefined,
    filter: query.get('filter') ?? '',
    all: query.get('all') === 'yes',
  }
}

/**
 * The address of the page for a choice.
 * @param {Choice} choice
 * @param {Partial<Choice>} [change]
 */
export function addressOf(choice, change = {}) {
  const { source, metric, range, signal, filter, all } = { ...choice, ...change }
  const query = new URLSearchParams()
  if (source !== undefined) query.set('source', source)
  if (metric !== undefined) query.set('metric', metric)
  if (range !== '15m') query.set('range', range)
  if (all) query.set('all', 'yes')
  if (filter !== '') query.set('filter', filter)
  if (signal !== undefined) query.set('signal', signal)
  const text = query.toString()
  return text === '' ? '/' : `/?${text}`
}
