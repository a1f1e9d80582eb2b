import { errorEntries } from '../error-entry.ts'

export const codecErrors = errorEntries({
  HS_SCHEMA_UNKNOWN: {
    says: 'The record names a schema id that the registry does not know.',
    remedy: 'Check that the producer uses the same registry as this installation.',
    reaction: 'dead-letter',
    status: 400,
  },
  HS_RECORD_MALFORMED: {
    says: 'The bytes of the record do not fit its schema.',
    remedy: 'Look at the letter with `homeostat dead-letters show` and correct the producer.',
    reaction: 'dead-letter',
    status: 400,
  },
})
