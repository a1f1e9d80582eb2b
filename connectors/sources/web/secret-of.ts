import { resolve } from 'node:path'
import type { ErrorCode } from '../../../schemas/core/error-catalogue.ts'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { readTextFile } from '../../../schemas/core/read-text-file.ts'
import type { Surroundings } from './server-of.ts'

/** Where a configuration says that a secret is; empty texts are not set. */
export interface SecretPlace {
  /** Whose it is, for messages. */
  readonly owner: string
  /** Such as token: the settings are called tokenFile and tokenEnv. */
  readonly what: string
  readonly file: string
  readonly variable: string
  /** What it is called when there is nothing where it should be. */
  readonly refused: ErrorCode
}

/**
 * A secret as it is whenever it is asked for, so that it may be renewed; undefined where none is configured. What is returned throws
 * HS_FILE_UNREADABLE, and the code `refused` for a secret that is empty or holds control characters.
 *
 * @throws HS_CONFIG_INVALID where it is said to be in two places
 */
export function secretOf(
  { owner, what, file, variable, refused }: SecretPlace,
  { env, folder }: Surroundings,
): (() => string) | undefined {
  if (file !== '' && variable !== '') {
    const message = `${owner}: ${what}File and ${what}Env exclude each other.`
    throw new HomeostatError('HS_CONFIG_INVALID', { message, value: owner })
  }
  if (file !== '') {
    return () => present(readTextFile(resolve(folder, file), `${what}File`).replace(/\s+$/, ''), `The file ${file}`)
  }
  return variable === '' ? undefined : () => present(env[variable] ?? '', `The variable ${variable}`)

  function present(secret: string, where: string): string {
    if (secret !== '' && !/\p{Cc}/u.test(secret)) return secret
    const message = `${where} of ${owner} ${secret === '' ? 'is empty' : 'holds control characters'}.`
    throw new HomeostatError(refused, { message, value: where })
  }
}
