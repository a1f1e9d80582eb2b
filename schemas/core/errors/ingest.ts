import { errorEntries } from '../error-entry.ts'

export const ingestErrors = errorEntries({
  HS_IMPORT_INVALID: {
    says: 'A sample of a profiler is not valid.',
    remedy: 'Correct what the detail names: service and timestamp are required, everything else must be a number.',
    reaction: 'refuse',
    status: 422,
  },
  HS_INGEST_BUSY: {
    says: 'More telemetry is on its way into the log than it can take now.',
    remedy: 'Send again after the time in Retry-After; nothing of this request was written.',
    reaction: 'wait',
    status: 429,
  },
  HS_INGEST_TOO_LARGE: {
    says: 'One request brings more telemetry than may be on its way into the log at once.',
    remedy: 'Split it into smaller requests.',
    reaction: 'refuse',
    status: 413,
  },
  HS_BODY_TOO_LARGE: {
    says: 'The body of the request is too large, as sent or once it is decompressed.',
    remedy: 'Split it into smaller requests.',
    reaction: 'refuse',
    status: 413,
  },
  HS_BODY_MALFORMED: {
    says: 'The body of the request cannot be read.',
    remedy: 'Correct what the detail names; NaN and Infinity are not JSON.',
    reaction: 'refuse',
    status: 400,
  },
  HS_CONTENT_TYPE_UNSUPPORTED: {
    says: 'The body has a type or an encoding that is not accepted here.',
    remedy: 'Send application/json or application/x-ndjson, plain or with Content-Encoding: gzip.',
    reaction: 'refuse',
    status: 415,
  },
  HS_FRAME_FUTURE: {
    says: 'The frame lies more than 5 minutes in the future.',
    remedy: 'Set the clock of the sender; `at` is in milliseconds since 1970 UTC.',
    reaction: 'refuse',
    status: 422,
  },
  HS_FRAME_EXPIRED: {
    says: 'The frame is older than 24 hours.',
    remedy: 'Play history as a tape into a log of its own (another --data folder); `at` is in milliseconds since 1970 UTC.',
    reaction: 'refuse',
    status: 422,
  },
  HS_TENANT_NOT_ALLOWED: {
    says: 'The request names a tenant.',
    remedy: 'Leave it out: the tenant follows from who is asking.',
    reaction: 'refuse',
    status: 403,
  },
  HS_IDEMPOTENCY_KEY_INVALID: {
    says: 'The Idempotency-Key is not 1 to 200 visible characters.',
    remedy: 'Send a UUID.',
    reaction: 'refuse',
    status: 400,
  },
  HS_IDEMPOTENCY_KEY_REUSED: {
    says: 'This Idempotency-Key came before with another body.',
    remedy: 'Make a new key for every new body.',
    reaction: 'refuse',
    status: 422,
  },
})
