import { configSchema } from '../../../schemas/core/config.ts'

/** Rules come as records: there is nothing to set. */
export const RulesConfig = configSchema({})
