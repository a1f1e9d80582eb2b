import { configSchema } from '../../schemas/core/config.ts'

/** There is nothing to set: what is written down is not a matter of taste. */
export const AuditConfig = configSchema({})
