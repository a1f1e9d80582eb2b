import { errorEntries } from '../error-entry.ts'

export const tapeErrors = errorEntries({
  HS_TAPE_MALFORMED: {
    says: 'A line of the tape cannot be read.',
    remedy: 'Correct the line that the message names, or play with malformed lines skipped.',
    reaction: 'refuse',
    status: 400,
  },
  HS_TAPE_UNREADABLE: {
    says: 'The tape cannot be opened or decompressed.',
    remedy: 'Check the path, the permissions, and that the file is whole.',
    reaction: 'refuse',
    status: 400,
  },
  HS_TAPE_FORMAT_UNKNOWN: {
    says: 'The name of the tape does not tell its format.',
    remedy: 'Name it .csv, .ndjson or .jsonl (with .gz behind it when compressed), or give the format.',
    reaction: 'refuse',
    status: 400,
  },
  HS_TAPE_TOO_LARGE: {
    says: 'The tape is larger than allowed once it is decompressed.',
    remedy: 'Split it, or raise the limit if the file can be trusted.',
    reaction: 'refuse',
    status: 413,
  },
  HS_TAPE_CHANGED: {
    says: 'The part of the tape that this log already holds is not what the file says now.',
    remedy: 'Play the changed tape into a new log.',
    reaction: 'refuse',
    status: 409,
  },
  HS_TAPE_BEHIND_CLOCK: {
    says: 'The tape begins before the time that this log has reached.',
    remedy: 'Play it into a log of its own (another --data folder); time in a log never goes back.',
    reaction: 'refuse',
    status: 409,
  },
})
