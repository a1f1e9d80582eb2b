import { type Static, Type } from '@sinclair/typebox'
import { configSchema } from '../../schemas/core/config.ts'

/** What can be set of the API's port, all of it in the environment. */
export const apiConfig = configSchema({
  host: Type.String({
    default: '127.0.0.1',
    minLength: 1,
    maxLength: 253,
    description:
      'Address on which the API listens; one that others can reach, such as 0.0.0.0, needs a token. Environment: HOMEOSTAT_API_HOST.',
  }),
  tokenFile: Type.String({
    default: '',
    maxLength: 10_000,
    description:
      'File with the token that every caller has to give, 16 characters or more; HOMEOSTAT_API_TOKEN holds the token itself. Commands that call the API give the same. Environment: HOMEOSTAT_API_TOKEN_FILE.',
  }),
})

export type ApiConfig = Static<typeof apiConfig>
