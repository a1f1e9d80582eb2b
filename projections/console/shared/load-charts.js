/** @import { Charts, Choice, Get, Overview, Series, Signal, Source } from './shapes.ts' */
import { ranges } from './ranges.js'

/**
 * Asks the routes for the charts of the chosen source; undefined when there is no source to show.
 * @param {Get} get
 * @param {Choice} choice
 * @param {Overview} overview
 * @returns {Promise<Charts | undefined>} rejects when the source is unknown, or cannot be read
 */
export async function loadCharts(get, choice, overview) {
  const name = choice.source ?? sourceToShow(overview)
  if (name === undefined) return undefined
  const asked = encodeURIComponent(name)
  const source = /** @type {Source & { metricNames: string[] }} */ (await get(`/sources/${asked}`)) // our own route, also below
  const { from, to } = boundsOf(source, ranges[choice.range], overview.at)
  const [recent, open] = await Promise.all(
    [`from=${from}`, 'open=true'].map(async (filter) => {
      const page = /** @type {{ signals: Signal[] }} */ (await get(`/signals?source=${asked}&${filter}&limit=${MOST_SIGNALS}`))
      return page.signals
    }),
  )
  const signals = [...new Map([...(recent ?? []), ...(open ?? [])].map((signal) => [signal.id, signal])).values()]
  const metrics = inOrder(source.metricNames, choice.metric, signals)
  const drawn = metrics.slice(0, choice.all ? MOST_CHARTS : FIRST_CHARTS)
  const series = await Promise.all(
    drawn.map(async (metric) => {
      const range = `from=${from}&to=${to}&points=${POINTS}`
      return /** @type {Series} */ (await get(`/series?source=${asked}&metric=${encodeURIComponent(metric)}&${range}`))
    }),
  )
  return { source, from, to, metrics, series, signals }
}

/** Points of a chart: about one for each pixel that it has on a phone. */
export const POINTS = 300
/** More charts than this are not drawn at once, whatever a source sends. */
const MOST_CHARTS = 60
const FIRST_CHARTS = 8
const MOST_SIGNALS = 200

/**
 * The source that somebody is most likely to want to see: where something is wrong, else the first.
 * @param {Overview} overview
 */
function sourceToShow({ open, sources }) {
  const told = 'value' in open ? open.value.signals : []
  const wrong = told.find(({ held }) => held === null) ?? told[0]
  return wrong?.source ?? ('value' in sources ? sources.value.sources[0]?.source : undefined)
}

/**
 * @param {Source} source
 * @param {number} range milliseconds
 * @param {number} now
 */
function boundsOf({ lastSeen }, range, now) {
  const last = lastSeen === null ? now : Date.parse(lastSeen)
  const to = now - last > range ? last + 1 : Math.max(now, last + 1)
  return { from: to - range, to }
}

/**
 * The chosen metric, then those with signals, then the others.
 * @param {readonly string[]} names
 * @param {string | undefined} chosen
 * @param {readonly Signal[]} signals
 */
function inOrder(names, chosen, signals) {
  const open = new Set(signals.filter((signal) => signal.open).map(({ metric }) => metric))
  const told = new Set(signals.map(({ metric }) => metric))
  /** @param {string} name */
  const rank = (name) => (name === chosen ? 0 : open.has(name) ? 1 : told.has(name) ? 2 : 3)
  return [...names].sort((a, b) => rank(a) - rank(b))
}
