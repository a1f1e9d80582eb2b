import type { ReadMap } from '../../schemas/codec/codec.ts'
import { sha256 } from '../../schemas/core/sha256.ts'
import type { RecordName } from '../../schemas/generated/records.ts'
import type { Act } from './act.ts'

/**
 * How each record that can be an act is told: every type that may stand among the requests. What people have written stands here
 * as a hash alone. What became of a request is derived from it, and found in `control.answers` by its id.
 */
export const actsOf = {
  ActDone: ({ act, outcome, by, object, details, at }) => ({ act, outcome, actor: by, object, details, at }),

  MuteRequested: ({ id, source, metric, until, reason, by }) =>
    asked('mute', by, `${source} ${metric}`, { request: id, until: timeOf(until), reason: written(reason) }),
  UnmuteRequested: ({ id, mute, by }) => asked('unmute', by, `mute ${mute}`, { request: id }),
  AcknowledgeRequested: ({ id, signal, note, by }) =>
    asked('acknowledge', by, `signal ${signal}`, { request: id, note: written(note) }),
  FalseAlarmReported: ({ id, signal, note, by }) =>
    asked('false-alarm', by, `signal ${signal}`, { request: id, note: written(note) }),
  FalseAlarmWithdrawn: ({ id, signal, by }) => asked('false-alarm.withdraw', by, `signal ${signal}`, { request: id }),
} satisfies { [K in RecordName]?: (value: ReadMap[K]) => Act }

function asked(act: string, actor: string, object: string, details: Act['details']): Act {
  return { act, outcome: 'asked', actor, object, details }
}

function written(text: string): string {
  return text === '' ? '' : `sha256:${sha256(text)}`
}

/** Milliseconds since 1970, as they stand in the record. */
function timeOf(at: number): string {
  return String(at)
}
