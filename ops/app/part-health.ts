import type { PartHealth } from '../../projections/api/health.ts'
import type { ProjectionStatus } from '../../projections/runner/projection.ts'
import type { DiskStatus } from './judge-disk.ts'
import type { AuditStatus } from './parts/audit-part.ts'
import type { ClockStatus } from './parts/clock-part.ts'
import type { SourcesStatus } from './parts/sources-part.ts'
import type { StuckTask } from './progress-watch.ts'
import type { TaskStatus } from './task-monitor.ts'
import type { WatchedServer } from './watched-server.ts'

/** A task that runs and makes no progress, though records wait for it, does not do its work either. */
export function taskHealth(task: TaskStatus, stuck: readonly StuckTask[]): PartHealth {
  const { stage, partition, phase, committedAt, code, message } = task
  const part = `stage:${stage}.${partition}`
  const last = lastAt(committedAt)
  const waiting = stuck.find((one) => one.stage === stage && one.partition === partition)
  if (phase === 'running' && waiting) {
    const why = `${waiting.records} records wait for it, and it makes no progress.`
    return { part, ok: false, state: 'stuck', ...last, ...reason('HS_DETECTION_STUCK', why) }
  }
  return { part, ok: phase === 'running', state: phase, ...last, ...reason(code, message) }
}

/** A model that is built anew answers all the while. */
export function projectionHealth({ model, state, code, message, rebuild }: ProjectionStatus): PartHealth {
  const ok = state === 'running' || state === 'standby' || state === 'rebuilding'
  const progress = rebuild && state === 'rebuilding' ? { message: `${rebuild.done} of ${rebuild.total} records` } : {}
  return { part: `projection:${model}`, ok, state, ...progress, ...reason(code, message) }
}

export function clockHealth({ state, tickedAt, code, message }: ClockStatus): PartHealth {
  return { part: 'clock', ok: state !== 'waiting', state, ...lastAt(tickedAt), ...reason(code, message) }
}

export function auditHealth({ state, code, message }: AuditStatus): PartHealth {
  return { part: 'audit', ok: state === 'signing' || state === 'standby', state, ...reason(code, message) }
}

/** Little space is told; only a process that has to refuse telemetry does not do its work. */
export function diskHealth({ state, error }: DiskStatus): PartHealth {
  return { part: 'disk', ok: state !== 'refusing', state, ...reason(error?.code, error?.message) }
}

export function sourcesHealth({ state, code, message }: SourcesStatus): PartHealth {
  return { part: 'sources', ok: state === 'running', state, ...reason(code, message) }
}

/** A server that has not been asked yet does no harm; one that gives less than it should is not well. */
export function serverHealth({ kind, name, status }: WatchedServer): PartHealth {
  const { state, error } = status()
  const ok = state === 'running' || state === 'starting'
  return { part: `source:${kind}/${name}`, ok, state, ...reason(error?.code, error?.message) }
}

/** A part that works as long as the process does. */
export function steadyHealth(part: string): PartHealth {
  return { part, ok: true, state: 'running' }
}

function lastAt(at: number | undefined) {
  return at === undefined ? {} : { lastAt: at }
}

function reason(code: string | undefined, message: string | undefined) {
  return code === undefined ? {} : { code, message: message ?? '' }
}
