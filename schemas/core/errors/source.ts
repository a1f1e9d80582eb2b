import { errorEntries } from '../error-entry.ts'

export const sourceErrors = errorEntries({
  HS_FRAME_MALFORMED: {
    says: 'The frame does not have the form of a frame.',
    remedy: 'Send { "source": text, "at": milliseconds or RFC 3339, "metrics": { name: number }, "labels": { name: text } }.',
    reaction: 'refuse',
    status: 422,
  },
  HS_FRAME_EMPTY: {
    says: 'The frame has no metrics.',
    remedy: 'Send at least one metric.',
    reaction: 'refuse',
    status: 422,
  },
  HS_FRAME_TOO_MANY_METRICS: {
    says: 'The frame has more metrics than a frame may have.',
    remedy: 'Divide it into several sources, or send fewer metrics.',
    reaction: 'refuse',
    status: 422,
  },
  HS_FRAME_METRIC_TWICE: {
    says: 'The frame has one metric under two spellings of its labels.',
    remedy: 'Send each metric once a frame.',
    reaction: 'refuse',
    status: 422,
  },
  HS_FRAME_TIME_INVALID: {
    says: 'The time of the frame is not a time.',
    remedy: 'Send whole milliseconds since 1970 UTC, or RFC 3339 with a zone.',
    reaction: 'refuse',
    status: 422,
  },
  HS_SOURCE_INVALID: {
    says: 'The name of the source is missing, too long, or holds control characters.',
    remedy: 'Name the source with 1 to 256 bytes of printable text.',
    reaction: 'refuse',
    status: 422,
  },
  HS_METRIC_NAME_TOO_LONG: {
    says: 'The name of a metric, its labels included, is too long.',
    remedy: 'Shorten it; what identifies the source belongs into its name or labels.',
    reaction: 'refuse',
    status: 422,
  },
  HS_METRIC_NAME_INVALID: {
    says: 'The name of a metric is empty or holds control characters.',
    remedy: 'Use printable text.',
    reaction: 'refuse',
    status: 422,
  },
  HS_VALUE_NOT_FINITE: {
    says: 'The value of a metric is not a finite number.',
    remedy: 'Leave out what could not be measured.',
    reaction: 'refuse',
    status: 422,
  },
  HS_VALUE_OUT_OF_RANGE: {
    says: 'The value of a metric is too large to calculate with.',
    remedy: 'Send it in another unit, or leave it out when it stands for "unknown".',
    reaction: 'refuse',
    status: 422,
  },
  HS_LABELS_INVALID: {
    says: 'The labels of the source are not a small set of short texts.',
    remedy: 'Send at most 64 labels, names and values of at most 256 bytes of printable text.',
    reaction: 'refuse',
    status: 422,
  },
  HS_KEY_FOREIGN: {
    says: 'The key of a frame does not name its source.',
    remedy: 'Let the producer set the key `tenant/source`, such as `default/web-1`: state is kept by key.',
    reaction: 'dead-letter',
    status: 422,
  },
})
