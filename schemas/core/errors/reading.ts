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
  HS_POSITION_INVALID: {
    says: 'The position is not one that this API gave out.',
    remedy: 'Take it as it is from the header Homeostat-Position of the answer to the write.',
    reaction: 'refuse',
    status: 400,
  },
  HS_POSITION_FOREIGN: {
    says: 'The position is one of another log, or of this one before it was reset or restored.',
    remedy: 'Ask without a position, and write again when it is not there.',
    reaction: 'refuse',
    status: 409,
  },
  HS_POSITION_ELSEWHERE: {
    says: 'What was written at the position is not shown at this address directly.',
    remedy: 'Ask without a position: what is derived from it appears when the stages have come to it.',
    reaction: 'refuse',
    status: 422,
  },
  HS_POSITION_NOT_REACHED: {
    says: 'The read models have not come to the position in time.',
    remedy: 'Ask again in a second; /topics and /read-models tell how far they are behind.',
    reaction: 'refuse',
    status: 504,
  },
  HS_MODEL_UNKNOWN: {
    says: 'There is no read model of this name.',
    remedy: 'Ask GET /read-models, or `homeostat rebuild` without a name, for those that there are.',
    reaction: 'refuse',
    status: 404,
  },
  HS_MODEL_VERSION: {
    says: 'The rows of the read model are of another version than this process.',
    remedy: 'Nothing: they stay as they are until those of this version are built.',
    reaction: 'reopen-task',
  },
  HS_MODEL_NEWER: {
    says: 'The rows of the read model were made by a newer version than this process has.',
    remedy: 'Bring this process to the newer version; or go back on purpose with `homeostat rebuild` and the name of the model.',
    reaction: 'wait',
  },
  HS_MODEL_BUILDING: {
    says: 'The read model is built for the first time and has no rows yet.',
    remedy: 'Ask again in a second; GET /read-models tells how far it is.',
    reaction: 'refuse',
    status: 503,
  },
  HS_REBUILD_GONE: {
    says: 'What was built beside a read model is not there any more.',
    remedy: 'Nothing: it has taken its place, or another process has given it up.',
    reaction: 'reopen-task',
  },
})
