import type { ServerStatus } from '../../connectors/sources/web/server-status.ts'
import type { ServiceLog } from './service-log.ts'
import { type TellTrouble, troubleLines } from './trouble-lines.ts'
import type { WatchedServer } from './watched-server.ts'

export interface ServerMonitor<O> {
  /** Starts watching a server; gives what is to be told each time that it was asked. */
  watch(name: string): (outcome: O) => void
  servers(): readonly WatchedServer[]
}

/** What differs from one kind of server to the other. */
export interface Monitored<O> {
  readonly kind: WatchedServer['kind']
  /** Under which the lines of the log have its name. */
  readonly label: string
  /** What a line says when trouble is over. */
  readonly over: string
  /** How it stands after it was asked; tells the log what is wrong with it and its parts. */
  judge(outcome: O, tell: TellTrouble): ServerStatus
  count(name: string, outcome: O, status: ServerStatus): void
}

/** Puts metrics, states and lines of the log around servers that are asked again and again; their source knows nothing of them. */
export function serverMonitor<O>({ kind, label, over, judge, count }: Monitored<O>, logger: ServiceLog): ServerMonitor<O> {
  const servers: WatchedServer[] = []
  return {
    servers: () => servers,
    watch(name) {
      let status: ServerStatus = { state: 'starting' }
      const tell = troubleLines(`${kind} ${name}`, { [label]: name }, over, logger)
      servers.push({ kind, name, status: () => status })
      return (outcome) => {
        status = judge(outcome, tell)
        count(name, outcome, status)
      }
    },
  }
}

/** Bounds of the histograms of how long asking took, seconds. */
export const secondsBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
