import { errorEntries } from '../error-entry.ts'

export const apiErrors = errorEntries({
  HS_NOT_FOUND: {
    says: 'There is nothing at this address.',
    remedy: 'See /docs for what there is.',
    reaction: 'refuse',
    status: 404,
  },
})
