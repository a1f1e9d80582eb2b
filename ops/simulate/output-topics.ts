import {
  AuditEntries,
  ControlAnswers,
  DeadLetters,
  InsightSignals,
  SenseFindings,
  TelemetryBars,
  TelemetryLate,
  TelemetrySources,
} from '../../schemas/topics.ts'

/** Where the stages put what they say. */
export const outputTopics = [
  SenseFindings,
  TelemetryBars,
  InsightSignals,
  ControlAnswers,
  AuditEntries,
  TelemetryLate,
  TelemetrySources,
  DeadLetters,
]
