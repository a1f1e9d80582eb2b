import type { ServerStatus } from '../../connectors/sources/web/server-status.ts'

/** What a server that is asked looks like from outside. */
export interface WatchedServer {
  readonly kind: 'prometheus' | 'scrape'
  readonly name: string
  status(): ServerStatus
}
