import { configure } from '../../schemas/core/config.ts'
import { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import { readTextFile } from '../../schemas/core/read-text-file.ts'
import { type ApiConfig, apiConfig } from './api-config.ts'

/** Where the API listens, and what its callers have to give. */
export interface ApiAccess {
  readonly host: string
  readonly token: string | undefined
}

type Environment = Readonly<Record<string, string | undefined>>

/** Where each setting stands in the environment. */
export const apiVariables: Readonly<Record<keyof ApiConfig, string>> = {
  host: 'HOMEOSTAT_API_HOST',
  tokenFile: 'HOMEOSTAT_API_TOKEN_FILE',
}

/** @throws HS_CONFIG_INVALID, HS_FILE_UNREADABLE */
export function apiAccess(env: Environment): ApiAccess {
  const host = env[apiVariables.host] || undefined
  return { host: configure('api', apiConfig, host === undefined ? {} : { host }).host, token: apiToken(env) }
}

/**
 * The token of the environment, or of the file that it names.
 * @throws HS_CONFIG_INVALID for one that could be guessed, or that no header can hold; HS_FILE_UNREADABLE
 */
export function apiToken(env: Environment): string | undefined {
  const file = env[apiVariables.tokenFile]
  const token = file ? readTextFile(file, apiVariables.tokenFile).trim() : (env.HOMEOSTAT_API_TOKEN ?? '')
  if (token === '' && !file) return undefined
  if (token.length >= LEAST_LENGTH && /^[\x21-\x7e]+$/.test(token)) return token
  const message = `The token of the API must have ${LEAST_LENGTH} characters or more, letters, digits and signs of ASCII without blanks.`
  throw new HomeostatError('HS_CONFIG_INVALID', { value: token.length, limit: LEAST_LENGTH, message })
}

const LEAST_LENGTH = 16
