import { resolve } from 'node:path'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { readTextFile } from '../../../schemas/core/read-text-file.ts'
import { secretOf } from './secret-of.ts'
import type { WebServer } from './server.ts'
import type { WebCodes } from './web-codes.ts'

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Relative names of files begin here. */
  readonly folder: string
}

/** What a configuration says of a server; empty texts are not set. */
export interface ServerSettings {
  readonly name: string
  readonly url: string
  readonly tokenFile: string
  readonly tokenEnv: string
  readonly username: string
  readonly passwordFile: string
  readonly passwordEnv: string
  readonly tenant?: string
  readonly caFile: string
}

/**
 * The server that a configuration names. Secrets come from files and from the environment, and are looked up when they are sent: they
 * are never part of a configuration, an error or a line of the log.
 *
 * @param kind  of server, for messages, such as `prometheus`
 * @throws HS_CONFIG_INVALID; HS_FILE_UNREADABLE for the certificates
 */
export function serverOf(
  kind: string,
  codes: Pick<WebCodes, 'unauthorized'>,
  config: ServerSettings,
  { env, folder }: Surroundings,
): WebServer {
  const { name, tokenFile, tokenEnv, username, passwordFile, passwordEnv, tenant = '', caFile } = config
  const of = { owner: `${kind} ${name}`, refused: codes.unauthorized }
  const surroundings = { env, folder }
  const token = secretOf({ ...of, what: 'token', file: tokenFile, variable: tokenEnv }, surroundings)
  const password = secretOf({ ...of, what: 'password', file: passwordFile, variable: passwordEnv }, surroundings)
  if (token && (password || username !== '')) throw invalid('a bearer token and a password exclude each other')
  if ((username === '') !== (password === undefined)) throw invalid('username and passwordFile or passwordEnv belong together')
  return {
    url: addressOf(kind, config),
    tenant: tenant === '' ? undefined : tenant,
    ca: caFile === '' ? undefined : readTextFile(resolve(folder, caFile), 'caFile'),
    authorization() {
      if (token) return `Bearer ${token()}`
      return password && `Basic ${Buffer.from(`${username}:${password()}`).toString('base64')}`
    },
  }

  function invalid(what: string): HomeostatError {
    return new HomeostatError('HS_CONFIG_INVALID', { message: `${kind} ${name}: ${what}.`, value: name })
  }
}

function addressOf(kind: string, { name, url: text }: ServerSettings): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const wrong = (message: string) =>
    new HomeostatError('HS_CONFIG_INVALID', { message: `${kind} ${name}: ${message}`, value: name })
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) throw wrong('url must be http://host:port or https://….')
  if (url.username !== '' || url.password !== '')
    throw wrong('the url holds a password; use username with passwordFile or passwordEnv.')
  if (url.search !== '' || url.hash !== '') throw wrong('the url may have a path, but nothing behind `?` or `#`.')
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '')
}
