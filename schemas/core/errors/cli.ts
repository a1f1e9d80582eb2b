import { errorEntries } from '../error-entry.ts'

export const cliErrors = errorEntries({
  HS_USAGE: {
    says: 'The command was not understood.',
    remedy: 'Run it with --help.',
    reaction: 'refuse',
    status: 400,
  },
})
