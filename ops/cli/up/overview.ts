import { callApi } from '../instance/call-api.ts'

export interface SourceOverview {
  readonly source: string
  readonly metrics: number
  readonly frames: number
  readonly lastSeen: string | null
  readonly forgotten: boolean
  readonly learning: readonly { readonly processor: string; readonly learned: number; readonly total: number }[]
}

export interface SignalOverview {
  readonly source: string
  readonly metric: string
  readonly severity: string
  readonly open: boolean
  readonly at: string | null
  readonly hint: string
  readonly held: string | null
}

interface TopicOverview {
  readonly readers: readonly { readonly reader: string; readonly lag: number }[]
}

/** What an installation looks like through its API. */
export interface Overview {
  readonly sources: readonly SourceOverview[]
  readonly signals: readonly SignalOverview[]
  /** The reader that is farthest behind, in records. */
  readonly lag: { readonly reader: string; readonly records: number }
  /** Parts that do not do their work. */
  readonly stuck: readonly string[]
}

/**
 * Undefined while the read models are not up.
 * @throws what callApi throws
 */
export async function readOverview(url: string): Promise<Overview | undefined> {
  const { stuck } = (await callApi(url, '/healthz')) as { stuck: readonly string[] } // our own API of this version, here and below
  if (stuck.some((part) => part.startsWith('projection:'))) return undefined
  const [sources, signals, topics] = await Promise.all([
    callApi(url, '/sources?limit=100') as Promise<{ sources: readonly SourceOverview[] }>,
    callApi(url, '/signals?limit=5') as Promise<{ signals: readonly SignalOverview[] }>,
    callApi(url, '/topics') as Promise<{ topics: readonly TopicOverview[] }>,
  ])
  return { sources: sources.sources, signals: signals.signals, lag: largestLag(topics.topics), stuck }
}

function largestLag(topics: readonly TopicOverview[]): Overview['lag'] {
  const readers = topics.flatMap((topic) => topic.readers).map(({ reader, lag }) => ({ reader, records: lag }))
  return readers.reduce((worst, reader) => (reader.records > worst.records ? reader : worst), { reader: '', records: 0 })
}

/** Share of the metrics that are past the warm-up of the slowest processor, 0 to 1. */
export function learnedShare({ learning }: SourceOverview): number {
  const shares = learning.map(({ learned, total }) => (total === 0 ? 0 : learned / total))
  return shares.length === 0 ? 0 : Math.min(...shares)
}
