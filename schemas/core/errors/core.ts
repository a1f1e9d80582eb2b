import { errorEntries } from '../error-entry.ts'

export const coreErrors = errorEntries({
  HS_INTERNAL: {
    says: 'Something failed that Homeostat has no name for.',
    remedy: 'Report it with the log lines around it.',
    reaction: 'stop-task',
    status: 500,
  },
  HS_CONFIG_INVALID: {
    says: 'The configuration is not valid.',
    remedy: 'Correct the named key; `homeostat config` prints every key with its range and default.',
    reaction: 'stop-process',
    status: 400,
  },
  HS_ROLES_APART: {
    says: 'These roles cannot be parted from the others in this way.',
    remedy: 'Give the process all roles, or let the processes share a Kafka cluster and a database.',
    reaction: 'stop-process',
    status: 400,
  },
})
