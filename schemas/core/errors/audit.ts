import { errorEntries } from '../error-entry.ts'

export const auditErrors = errorEntries({
  HS_AUDIT_BROKEN: {
    says: 'The audit trail does not fit together: an entry was changed, moved or removed, or the chain is not the one that was signed.',
    remedy:
      'Run `homeostat audit verify`, which names the entry. Nothing is signed until the process starts again with a whole trail.',
    reaction: 'stop-task',
  },
  HS_AUDIT_KEY: {
    says: 'The key of the audit trail cannot be used.',
    remedy: 'Put back the file that the message names, or name another one with --key.',
    reaction: 'refuse',
  },
})
