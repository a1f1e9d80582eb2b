import type { RecordName } from './generated/records.ts'

/** Where a topic's records are spread: over partitions by key, joined in one, or written to every partition. */
export type Side = 'telemetry' | 'decision' | 'copied'

export interface Topic {
  readonly name: string
  /** The record types that may stand in it; empty for topics that are not Avro (`schemas`). */
  readonly records: readonly RecordName[]
  readonly side: Side
  readonly cleanup: 'delete' | 'compact'
  /** How long records are kept by arrival, in days; null for ever (and for compacted topics). */
  readonly keptDays: number | null
}

function topic(
  name: string,
  records: readonly RecordName[],
  side: Side,
  keptDays: number | null,
  cleanup: Topic['cleanup'] = 'delete',
): Topic {
  return { name, records, side, cleanup, keptDays }
}

export const SystemTelemetryRaw = topic('system.telemetry.raw', ['Frame'], 'telemetry', 90)
export const TelemetryLate = topic('telemetry.late', ['LateFrame'], 'telemetry', 7)
export const TelemetryBars = topic('telemetry.bars', ['Bar'], 'telemetry', 730)
export const TelemetrySources = topic(
  'telemetry.sources',
  ['SourceSeen', 'SourceLearning', 'SourceForgotten', 'RuleStanding'],
  'decision',
  90,
)
export const SenseRequests = topic('sense.requests', ['ReplayLetter', 'DropLetter'], 'copied', 90)
export const SenseFindings = topic('sense.findings', ['Finding'], 'decision', 90)
export const InsightSignals = topic('insight.signals', ['Signal', 'SignalMarked'], 'decision', 90)

/** What people and other systems ask for; keyed by tenant/aggregate, of signals by the tenant alone, as findings are. */
export const ControlRequests = topic(
  'control.requests',
  ['MuteRequested', 'UnmuteRequested', 'AcknowledgeRequested', 'FalseAlarmReported', 'FalseAlarmWithdrawn', 'ActDone'],
  'decision',
  730,
)
/** What became of it, told by the stage that has the say; keyed by tenant and the id of the request or the mute. */
export const ControlAnswers = topic(
  'control.answers',
  ['RequestAccepted', 'RequestRefused', 'MuteBegan', 'MuteEnded'],
  'decision',
  730,
)
/** What the installation is to do, as events; the same in every partition. */
export const PolicyEvents = topic('policy.events', ['RulesChanged'], 'copied', null)
export const ScheduleTicks = topic('schedule.ticks', ['Tick'], 'copied', 90)
export const DeadLetters = topic('dead.letters', ['DeadLetter'], 'decision', 90)
export const AuditEntries = topic('audit.entries', ['AuditEntry'], 'decision', null)
export const AuditCheckpoints = topic('audit.checkpoints', ['AuditHead'], 'decision', null)
export const Schemas = topic('schemas', [], 'decision', null, 'compact')

/** On Kafka alone: who this log is (`log-id.ts` there); JSON, because it is read before any schema. */
export const Installation = topic('installation', [], 'decision', null)

/** The topics that every installation has; a stage adds its own three with `stageTopics`. */
export const catalogue: readonly Topic[] = [
  SystemTelemetryRaw,
  TelemetryLate,
  TelemetryBars,
  TelemetrySources,
  SenseRequests,
  SenseFindings,
  InsightSignals,
  ControlRequests,
  ControlAnswers,
  PolicyEvents,
  ScheduleTicks,
  DeadLetters,
  AuditEntries,
  AuditCheckpoints,
  Schemas,
]

export interface StageTopics {
  readonly epochs: Topic
  readonly state: Topic
  readonly bases: Topic
}

/** The internal topics of a stage; one partition a task. */
export function stageTopics(stage: string, side: Side): StageTopics {
  return {
    epochs: topic(`${stage}.epochs`, ['Opened', 'Epoch'], side, 90),
    state: topic(`${stage}.state`, ['Snapshot', 'RefoldPoint'], side, null, 'compact'),
    bases: topic(`${stage}.bases`, ['Snapshot', 'RefoldPoint'], side, 90),
  }
}
