import { errorEntries } from '../error-entry.ts'

export const readingErrors = errorEntries({
  HS_DATABASE_UNAVAILABLE: {
    says: 'The database cannot be reached.',
    remedy: 'Start it or correct POSTGRES_DSN; the projections go on by themselves where they stood.',
    reaction: 'wait',
    status: 503,
  },
})
