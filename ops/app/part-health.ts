import type { PartHealth } from '../../projections/api/health.ts'
import type { ProjectionStatus } from '../../projections/runner/projection.ts'
import type { AuditStatus } from './parts/audit-part.ts'
import type { ClockStatus } from './parts/clock-part.ts'
import type { DiskStatus } from './parts/disk-part.ts'
import type { SourcesStatus } from './parts/sources-part.ts'
import type { TaskStatus } from './task-monitor.ts'
import type { WatchedServer } from './watched-server.ts'

export function taskHealth(task: TaskStatus): PartHealth {
  const { stage, partition, phase, code, message } = task
  return { part: `stage:${stage}.${partition}`, ok: phase === 'running', state: phase, ...reason(code, message) }
}

/** A model that is built anew answers all the while. */
export function projectionHealth({ model, state, code, message, rebuild }: ProjectionStatus): PartHealth {
  const ok = state === 'running' || state === 'standby' || state === 'rebuilding'
  const progress = rebuild && state === 'rebuilding' ? { message: `${rebuild.done} of ${rebuild.total} records` } : {}
  return { part: `projection:${model}`, ok, state, ...progress, ...reason(code, message) }
}

export function clockHealth({ state, code, message }: ClockStatus): PartHealth {
  return { part: 'clock', ok: state !== 'waiting', state, ...reason(code, message) }
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

function reason(code: string | undefined, message: string | undefined) {
  return code === undefined ? {} : { code, message: message ?? '' }
}
