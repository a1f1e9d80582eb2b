/** @import { Signal } from '../shared/shapes.ts' */

/**
 * Puts a request about a signal to this page's own server.
 * @param {string} what acknowledge, false-alarm, undo or mute
 * @param {Signal} signal
 * @returns {Promise<string>} what became of it, for people
 */
export async function askAbout(what, signal) {
  const { method, path, body, done } = requestOf(what, signal)
  const content = body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
  const answer = await fetch(path, { method, ...content, signal: AbortSignal.timeout(LONGEST_MS) })
  const said = await answer.json()
  if (!answer.ok) throw new Error(`${said.detail ?? said.title} [${said.code}]`)
  return said.state === 'accepted' ? done : 'Asked for; it has not been decided yet.'
}

const LONGEST_MS = 15_000
const MUTED_MS = 3_600_000

/**
 * @param {string} what
 * @param {Signal} signal
 * @returns {{ method: string, path: string, body?: object, done: string }}
 */
function requestOf(what, { id, source, metric }) {
  const path = `/signals/${encodeURIComponent(id)}`
  const by = 'page'
  if (what === 'acknowledge') return { method: 'POST', path: `${path}/acknowledge`, body: { by }, done: 'Marked as seen.' }
  if (what === 'false-alarm')
    return { method: 'POST', path: `${path}/false-alarm`, body: { by }, done: 'Reported as a false alarm.' }
  if (what === 'undo') return { method: 'DELETE', path: `${path}/false-alarm?by=${by}`, done: 'The report is taken back.' }
  const body = { source, metric, forMs: MUTED_MS, reason: `muted from the page at signal ${id}`, by }
  return { method: 'POST', path: '/mutes', body, done: `${metric} of ${source} is muted for an hour.` }
}
