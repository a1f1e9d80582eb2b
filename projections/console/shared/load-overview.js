/** @import { Get, Overview, Part } from './shapes.ts' */

/**
 * Asks the routes for everything but the charts. What one of them cannot answer is a problem of its part alone.
 * @param {Get} get
 * @param {number} now milliseconds since 1970
 * @returns {Promise<Overview>}
 */
export async function loadOverview(get, now) {
  const [health, sources, signals, open, topics] = await Promise.all([
    part(get, '/healthz'),
    part(get, `/sources?limit=${MOST_SOURCES}`),
    part(get, `/signals?limit=${MOST_SIGNALS}`),
    part(get, `/signals?open=true&limit=${MOST_OPEN}`),
    part(get, '/topics'),
  ])
  const overview = /** @type {Omit<Overview, 'budget'>} */ ({ health, sources, signals, open, topics, at: now }) // our own routes of this version
  const budget = /** @type {Overview['budget']} */ (await part(get, `/budget${asOf(overview.sources)}`))
  return { ...overview, budget }
}

const MOST_SOURCES = 500
const MOST_SIGNALS = 50
const MOST_OPEN = 200

/**
 * @param {Get} get
 * @param {string} path
 * @returns {Promise<Part<unknown>>}
 */
async function part(get, path) {
  try {
    return { value: await get(path) }
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) }
  }
}

/**
 * The time of the newest frame: what was recorded long ago is judged at its own time.
 * @param {Overview['sources']} sources
 */
function asOf(sources) {
  if (!('value' in sources)) return ''
  const newest = sources.value.sources.reduce(
    (latest, { lastSeen }) => (lastSeen !== null && lastSeen > latest ? lastSeen : latest),
    '',
  )
  return newest === '' ? '' : `?at=${encodeURIComponent(newest)}`
}
