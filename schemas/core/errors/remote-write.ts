import { errorEntries } from '../error-entry.ts'

export const remoteWriteErrors = errorEntries({
  HS_REMOTE_WRITE_NOT_SNAPPY: {
    says: 'The body of the remote write is not compressed with Snappy.',
    remedy: 'Send protocol version 0.1.0 (remote write 1.0): Snappy in block format, without framing.',
    reaction: 'refuse',
    status: 400,
  },
  HS_REMOTE_WRITE_TOO_LARGE: {
    says: 'The body of the remote write is too large once it is unpacked.',
    remedy: 'Lower `max_samples_per_send` of the sender.',
    reaction: 'refuse',
    status: 400,
  },
  HS_REMOTE_WRITE_MALFORMED: {
    says: 'The body of the remote write is no WriteRequest of remote write 1.0.',
    remedy: 'Let the sender speak version 0.1.0 of the protocol (`prometheus.WriteRequest`).',
    reaction: 'refuse',
    status: 400,
  },
  HS_REMOTE_WRITE_UNAUTHORIZED: {
    says: 'The remote write has no token, or a wrong one.',
    remedy: 'Give the sender the token that `remoteWrite` in sources.yaml names, as a bearer token.',
    reaction: 'refuse',
    status: 401,
  },
  HS_REMOTE_WRITE_BUSY: {
    says: 'More telemetry is on its way into the log than it can take now.',
    remedy: 'Send again after the time in Retry-After, as Prometheus does by itself; nothing of this request was written.',
    reaction: 'wait',
    status: 503,
  },
})
