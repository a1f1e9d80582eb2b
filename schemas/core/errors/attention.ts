import { errorEntries } from '../error-entry.ts'

export const attentionErrors = errorEntries({
  HS_ANALYZE_RECORD: {
    says: 'An analysis cannot be recorded.',
    remedy: 'Leave `record` out; what is to be watched is sent to POST /telemetry.',
    reaction: 'refuse',
    status: 422,
  },
  HS_ANALYZE_QUERY: {
    says: 'There is no Prometheus to which the query could be put.',
    remedy: 'Set PROM_URL, or name a server in sources.yaml, and start again; or send the series itself as `values`.',
    reaction: 'refuse',
    status: 422,
  },
  HS_ANALYZE_QUERY_TWICE: {
    says: '`query` and `prom_query` are two names of one thing and say different things.',
    remedy: 'Give one of them.',
    reaction: 'refuse',
    status: 400,
  },
  HS_ANALYZE_SERVER: {
    says: 'It is not clear which Prometheus is to be asked.',
    remedy: 'Give `server`, the name of one of those that the message names.',
    reaction: 'refuse',
    status: 422,
  },
  HS_ANALYZE_LOOKBACK: {
    says: 'The lookback cannot be read, or is too short or too long.',
    remedy: 'Give a time such as 30m, 6h or 7d.',
    reaction: 'refuse',
    status: 400,
  },
  HS_ANALYZE_EMPTY: {
    says: 'The query gives no series that could be judged.',
    remedy: 'Try the expression in the page of Prometheus itself, over the same time; `labels` must stand in its answer.',
    reaction: 'refuse',
    status: 422,
  },
  HS_RULES_INVALID: {
    says: 'The rules are not valid.',
    remedy:
      'Correct what the message names; `homeostat rules check FILE` tries it, `homeostat config rule` prints every setting.',
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
