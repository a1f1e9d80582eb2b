import { errorEntries } from '../error-entry.ts'

export const sourceErrors = errorEntries({
  HS_FRAME_EMPTY: {
    says: 'The frame has no metrics.',
    remedy: 'Send at least one metric.',
    reaction: 'refuse',
    status: 422,
  },
})
