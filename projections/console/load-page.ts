import type { Api } from '../api/type-provider.ts'
import { loadCharts } from './shared/load-charts.js'
import { loadOverview } from './shared/load-overview.js'
import type { Charts, Choice, Get, Overview, Part, Signal } from './shared/shapes.ts'

/** Everything that the page shows first. */
export interface Page {
  readonly choice: Choice
  readonly overview: Overview
  readonly charts: Part<Charts | undefined>
  /** The open signal. */
  readonly signal: Part<Signal> | undefined
}

/**
 * Asks the same routes as the browser does later, without a network between.
 * @param headers  of the browser's request, by which the routes know who asks
 */
export async function loadPage(api: Api, headers: Caller, choice: Choice): Promise<Page> {
  const { host = '', authorization } = headers
  const get: Get = async (url) => {
    const answer = await api.inject({ url, headers: { host, ...(authorization !== undefined && { authorization }) } })
    const body: unknown = answer.json()
    if (answer.statusCode === 200) return body
    const { title, detail, code } = body as { title?: string; detail?: string; code?: string } // our own problem+json
    throw new Error(`${detail ?? title} [${code}]`)
  }
  const overview = await loadOverview(get, Date.now())
  const [charts, signal] = await Promise.all([
    part(loadCharts(get, choice, overview)),
    choice.signal === undefined ? undefined : part(get(`/signals/${encodeURIComponent(choice.signal)}`) as Promise<Signal>), // our own route
  ])
  return { choice, overview, charts, signal }
}

interface Caller {
  readonly host?: string | undefined
  readonly authorization?: string | undefined
}

async function part<T>(asked: Promise<T>): Promise<Part<T>> {
  try {
    return { value: await asked }
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) }
  }
}
