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
    status: 503,
  },
  HS_DISK_FULL: {
    says: 'The disk that holds the data folder is full.',
    remedy: 'Free space or shorten the retention; Homeostat goes on by itself.',
    reaction: 'wait',
    status: 507,
  },
  HS_DISK_LOW: {
    says: 'The disk that holds the data folder is nearly full.',
    remedy:
      'Free space, or keep less raw telemetry (HOMEOSTAT_RAW_BYTES); `homeostat config storage` has the limits. Homeostat goes on by itself.',
    reaction: 'wait',
    status: 507,
  },
  HS_DATA_FORMAT_NEWER: {
    says: 'The data folder was written by a newer version of Homeostat.',
    remedy: 'Use that version or a later one, or choose another folder with --data.',
    reaction: 'stop-process',
    status: 409,
  },
  HS_BACKUP_MISSING: {
    says: 'There is no whole backup in this folder.',
    remedy: 'Name the folder that `homeostat backup` has made; one that ends in .part was never finished.',
    reaction: 'refuse',
  },
  HS_BACKUP_DAMAGED: {
    says: 'A file of the backup is not what it was when the backup was made.',
    remedy: 'Restore from another backup. Nothing was restored.',
    reaction: 'refuse',
  },
  HS_FOLDER_NOT_EMPTY: {
    says: 'The folder holds something already.',
    remedy: 'Name one that is empty or does not exist; nothing is written over.',
    reaction: 'refuse',
  },
  HS_LOG_MISSING: {
    says: 'There is no log in this folder.',
    remedy: 'Start `homeostat up` once, or correct --data.',
    reaction: 'stop-process',
    status: 404,
  },
  HS_LOG_FAILED: {
    says: 'The storage of the log reported an error.',
    remedy: 'Check the disk and the kernel messages; what was acknowledged before is safe.',
    reaction: 'stop-process',
    status: 500,
  },
  HS_KEY_MISSING: {
    says: 'A record without a key was sent to a topic that keeps the newest record of each key.',
    remedy: 'Give the record a key.',
    reaction: 'dead-letter',
    status: 422,
  },
})
