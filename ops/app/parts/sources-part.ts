import { hostSource } from '../../../connectors/sources/host/host-source.ts'
import type { PrometheusPlan } from '../../../connectors/sources/prometheus/prometheus-plan.ts'
import type { ScrapePlan } from '../../../connectors/sources/scrape/scrape-plan.ts'
import { codeOf } from '../../../schemas/core/homeostat-error.ts'
import { lastTick } from '../../../streams/runtime/clock/last-tick.ts'
import type { CountingSink } from '../counting-sink.ts'
import { prometheusSources } from '../prometheus-sources.ts'
import { scrapeSources } from '../scrape-sources.ts'
import { startTape, type Tape } from '../start-tape.ts'
import { Undo } from '../undo.ts'
import type { WatchedServer } from '../watched-server.ts'
import type { Base } from './base.ts'
import { untilFirstTick } from './first-tick.ts'

export interface SourcesPlan {
  readonly sources: readonly 'host'[]
  /** Prometheus servers that are asked. */
  readonly prometheus: readonly PrometheusPlan[]
  /** Targets whose pages are read. */
  readonly scrape: readonly ScrapePlan[]
  /** Whether this process watches its own metrics. */
  readonly self: boolean
  /** A recording that owns the time of this log. */
  readonly tape: Tape | undefined
}

export interface SourcesStatus {
  /** `waiting`: for the first tick of the log, which another process writes. */
  readonly state: 'opening' | 'running' | 'waiting' | 'failed'
  readonly code?: string
  readonly message?: string
}

export interface SourcesPart {
  status(): SourcesStatus
  /** Each server that is asked for itself. */
  servers(): readonly WatchedServer[]
}

/**
 * What measures on its own account; stopped before everything else. Where the log has no tick yet it opens later, by itself.
 * @throws what keeps a source from opening now
 */
export async function startSources(base: Base, sink: CountingSink, plan: SourcesPlan): Promise<SourcesPart> {
  const { sources, tape } = plan
  const { ports, logger, undo, warn } = base
  const running: SourcesStatus = { state: 'running' }
  if (tape) {
    const playing = startTape(tape, ports, sink.count, logger)
    undo.add(() => playing.stop())
    return { status: () => running, servers: () => [] }
  }
  const asked = [prometheusSources(base, plan.prometheus), scrapeSources(base, plan)]
  const opened = new Undo()
  const abort = new AbortController()
  let status = running
  let later = Promise.resolve()
  undo.add(async () => {
    abort.abort()
    await later
    await opened.all()
  })

  async function open(): Promise<void> {
    const own = sources.map(() =>
      hostSource({ clock: ports.clock, onTrouble: (error) => codeOf(error) !== 'HS_DISK_LOW' && warn(error) }),
    ) // which the disk tells once
    for (const source of [...own, ...asked.flatMap(({ sources }) => sources)]) {
      await source.start(sink)
      opened.add(() => source.stop())
    }
  }

  async function openLater(): Promise<void> {
    const waiting = (error: unknown) => {
      warn(error)
      status = { state: 'waiting', ...reasonOf(error) }
    }
    try {
      if (!(await untilFirstTick(ports, abort.signal, waiting))) return
      await open()
      status = running
      logger.info('the log has its first tick: the sources are open')
    } catch (error) {
      logger.error({ err: error }, 'a source could not be opened')
      status = { state: 'failed', ...reasonOf(error) }
    }
  }

  if ((await lastTick(ports.log, ports.codec)) > 0) await open()
  else later = openLater()
  return { status: () => status, servers: () => asked.flatMap(({ servers }) => servers()) }
}

function reasonOf(error: unknown) {
  return { code: codeOf(error), message: error instanceof Error ? error.message : String(error) }
}
