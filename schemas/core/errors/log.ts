import { errorEntries } from '../error-entry.ts'

export const logErrors = errorEntries({
  HS_LOG_FENCED: {
    says: 'A newer writer with the same id has taken over.',
    remedy: 'Nothing: the newer process goes on with the work.',
    reaction: 'reopen-task',
  },
  HS_LOG_LOCKED: {
    says: 'Another process writes to this data folder.',
    remedy: 'Use its API, stop it with `homeostat down`, or choose another folder with --data.',
    reaction: 'stop-process',
    status: 409,
  },
  HS_RECORD_TOO_LARGE: {
    says: 'The record is larger than the log accepts.',
    remedy: 'Split it; for telemetry send fewer metrics a frame.',
    reaction: 'dead-letter',
    status: 413,
  },
  HS_TOPIC_UNKNOWN: {
    says: 'The topic does not exist in this log.',
    remedy: 'Run `homeostat topics` to see what exists.',
    reaction: 'stop-process',
    status: 404,
  },
  HS_LOG_READ_ONLY: {
    says: 'The log is open for reading only.',
    remedy: 'Stop `homeostat up` first, or send the request to its API.',
    reaction: 'refuse',
    status: 409,
  },
  HS_LOG_CLOSED: {
    says: 'The log is closed.',
    remedy: 'Start again.',
    reaction: 'stop-task',
  },
  HS_DISK_FULL: {
    says: 'The disk that holds the data folder is full.',
    remedy: 'Free space or shorten the retention; Homeostat goes on by itself.',
    reaction: 'wait',
    status: 507,
  },
})
