/** @import { Charts } from './shapes.ts' */

/**
 * What the signals of a metric say of its expected range, each for the time of which the signal speaks. Between signals no expected range is
 * recorded, so none is drawn.
 *
 * @typedef {object} Band
 * @property {string} id of the signal
 * @property {string} severity
 * @property {number} since milliseconds since 1970, as all times here
 * @property {number} raisedAt
 * @property {number} until the end of the range while it is open
 * @property {number | null} low
 * @property {number | null} high
 * @property {number | null} expected
 * @property {number | null} value
 */

/**
 * @param {string} metric
 * @param {Charts} charts
 * @returns {readonly Band[]} those that touch the range
 */
export function bandsOf(metric, { signals, from, to }) {
  return signals
    .filter((signal) => signal.metric === metric)
    .map(({ id, severity, from: since, raisedAt, at, clearedAt, low, high, expected, value }) => {
      const raised = timeOf(raisedAt ?? at, to)
      const until = clearedAt === null ? to : timeOf(clearedAt, to)
      return { id, severity, since: timeOf(since, raised), raisedAt: raised, until, low, high, expected, value }
    })
    .filter(({ since, until }) => until >= from && since <= to)
}

/**
 * @param {string | null} text
 * @param {number} otherwise
 */
function timeOf(text, otherwise) {
  return text === null ? otherwise : Date.parse(text)
}
