import { errorEntries } from '../error-entry.ts'

export const apiErrors = errorEntries({
  HS_NOT_FOUND: {
    says: 'There is nothing at this address.',
    remedy: 'See /docs for what there is.',
    reaction: 'refuse',
    status: 404,
  },
  HS_REQUEST_INVALID: {
    says: 'The request is not valid.',
    remedy: 'Correct what the detail names; /docs shows what is allowed.',
    reaction: 'refuse',
    status: 400,
  },
})
