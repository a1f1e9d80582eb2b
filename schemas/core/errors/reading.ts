import { errorEntries } from '../error-entry.ts'

export const readingErrors = errorEntries({
  HS_DATABASE_UNAVAILABLE: {
    says: 'The database cannot be reached.',
    remedy: 'Start it or correct POSTGRES_DSN; the projections go on by themselves where they stood.',
    reaction: 'wait',
    status: 503,
  },
  HS_DATABASE_ROLE: {
    says: 'The user of POSTGRES_DSN may not create the roles and the schema that Homeostat needs.',
    remedy: 'Let an administrator of the database run the SQL in the message once, then start again.',
    reaction: 'stop-process',
  },
  HS_DATABASE_ROOT: {
    says: 'PostgreSQL does not run as root, and this machine does not let root start it as another user.',
    remedy: 'Start Homeostat as an ordinary user, allow user namespaces, or give a database of your own with POSTGRES_DSN.',
    reaction: 'stop-process',
  },
  HS_DATABASE_MISSING: {
    says: 'npm has no PostgreSQL for this platform.',
    remedy: 'Run `npm ci` again, or give a database of your own with POSTGRES_DSN.',
    reaction: 'stop-process',
  },
  HS_DATABASE_START: {
    says: 'The embedded PostgreSQL did not start.',
    remedy:
      'Read the last lines of postgres/server.log in the data folder; the read models can be deleted with `homeostat reset`.',
    reaction: 'stop-process',
  },
  HS_ROW_TOO_LARGE: {
    says: 'A key of a read model is too long for an index.',
    remedy: 'Shorten the name of the source; the record is counted as skipped and left out of the read model.',
    reaction: 'refuse',
  },
  HS_KEY_MALFORMED: {
    says: 'The key of the record does not have the form tenant/name.',
    remedy: 'Correct the producer; the record is counted as skipped and left out of the read models.',
    reaction: 'refuse',
  },
})
