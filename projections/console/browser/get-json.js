/**
 * Asks a route of this page's own server.
 * @type {import('../shared/shapes.ts').Get}
 */
export async function getJson(path) {
  const answer = await fetch(path, { signal: AbortSignal.timeout(LONGEST_MS), headers: { accept: 'application/json' } })
  const body = await answer.json()
  if (!answer.ok) throw new Error(`${body.detail ?? body.title} [${body.code}]`)
  return body
}

const LONGEST_MS = 15_000
