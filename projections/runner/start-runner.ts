import type { ReadModel } from '../read-model.ts'
import { type ProjectionListener, type ProjectionPorts, type ProjectionStatus, projection } from './projection.ts'

/** A projection that is under way. */
export interface Runner {
  readonly model: ReadModel
  status(): ProjectionStatus
  /** Pending until it is stopped; rejects with what has ended it. */
  readonly ended: Promise<void>
  /** Ends it; what was folded is committed first. */
  stop(): Promise<void>
}

export function startRunner(model: ReadModel, ports: ProjectionPorts, listener: ProjectionListener): Runner {
  const { run, status } = projection(model, ports, listener)
  const abort = new AbortController()
  const ended = run(abort.signal)
  ended.catch(() => {}) // whoever waits for `ended` hears of it
  return {
    model,
    status,
    ended,
    async stop() {
      abort.abort()
      await ended.catch(() => {})
    },
  }
}
