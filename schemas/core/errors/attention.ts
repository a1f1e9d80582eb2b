import { errorEntries } from '../error-entry.ts'

export const attentionErrors = errorEntries({
  HS_ANALYZE_RECORD: {
    says: 'An analysis cannot be recorded.',
    remedy: 'Leave `record` out; what is to be watched is sent to POST /telemetry.',
    reaction: 'refuse',
    status: 422,
  },
  HS_ANALYZE_QUERY: {
    says: 'An analysis asks no Prometheus.',
    remedy: 'Send the series itself as `values`, or watch the query: see docs/guides/prometheus.md.',
    reaction: 'refuse',
    status: 422,
  },
  HS_MUTE_PAST: {
    says: 'The mute would end before it begins.',
    remedy: 'Give an end that lies ahead.',
    reaction: 'refuse',
    status: 422,
  },
  HS_MUTE_TOO_LONG: {
    says: 'The mute would last longer than a mute may.',
    remedy: 'Mute for a shorter time; what is no trouble for good is reported as a false alarm.',
    reaction: 'refuse',
    status: 422,
  },
  HS_MUTES_TOO_MANY: {
    says: 'As many mutes as there may be last already.',
    remedy: 'End some with `homeostat unmute`, or name more with one by a * in the name.',
    reaction: 'refuse',
    status: 409,
  },
  HS_MUTE_UNKNOWN: {
    says: 'There is no such mute, or it is over.',
    remedy: 'Look at `homeostat mutes`.',
    reaction: 'refuse',
    status: 404,
  },
  HS_SIGNAL_NOT_OPEN: {
    says: 'There is no such signal, or it is over.',
    remedy: 'Look at the signals on the page; only what lasts can be acknowledged or reported.',
    reaction: 'refuse',
    status: 404,
  },
  HS_SIGNAL_ACKNOWLEDGED: {
    says: 'Somebody has acknowledged the signal before.',
    remedy: 'Nothing is to be done; the signal tells who it was.',
    reaction: 'refuse',
    status: 409,
  },
  HS_FALSE_ALARM_UNKNOWN: {
    says: 'The signal is not reported as a false alarm, or the report is over.',
    remedy: 'Nothing is to be done: it is as surprising as any other.',
    reaction: 'refuse',
    status: 404,
  },
})
