import type { FastifyReply, FastifyRequest } from 'fastify'
import { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import { isSameSecret } from '../../schemas/core/same-secret.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whoever supervises the process may ask without a secret: the answer says whether it works, and nothing else. */
    readonly open?: boolean
    /** An address that asks for a secret of its own, in place of the API's. */
    readonly ownToken?: boolean
  }
}

/**
 * Keeps strangers from the API. Without a token only this machine can ask, and a web page must not do it through the browser of somebody
 * on it: the Host header must name this machine (a page that points its own name at 127.0.0.1 cannot). With a token every caller gives
 * it, those of this machine too, whatever the Host: as `Bearer TOKEN`, or as the password of basic authentication, which a browser asks
 * its user for. In both cases an Origin must be the API's own, and a tenant is not for the caller to say.
 * @throws HS_HOST_FOREIGN, HS_API_UNAUTHORIZED, HS_ORIGIN_FOREIGN, HS_TENANT_NOT_ALLOWED
 */
export function guard(token: string | undefined): (request: FastifyRequest, reply: FastifyReply) => Promise<void> {
  return async (request, reply) => {
    const { headers, routeOptions } = request
    const { host = '', origin } = headers
    const { open = false, ownToken = false } = routeOptions.config
    if (token === undefined) refuseForeignHost(host)
    else if (!open && !ownToken && !hasToken(headers.authorization ?? '', token)) {
      reply.header('www-authenticate', 'Basic realm="Homeostat", charset="UTF-8"')
      throw new HomeostatError('HS_API_UNAUTHORIZED')
    }
    // Behind something that ends TLS the browser knows this API by https.
    if (origin !== undefined && origin !== `http://${host}` && !(token !== undefined && origin === `https://${host}`))
      throw new HomeostatError('HS_ORIGIN_FOREIGN', { value: origin.slice(0, 100) })
    const tenant = TENANT_HEADERS.find((name) => headers[name] !== undefined)
    if (tenant) throw new HomeostatError('HS_TENANT_NOT_ALLOWED', { value: tenant })
  }
}

const TENANT_HEADERS = ['ce-tenant', 'ce_tenant', 'tenant', 'x-tenant', 'x-tenant-id', 'x-scope-orgid']

function refuseForeignHost(host: string): void {
  if (!isLoopback(host)) throw new HomeostatError('HS_HOST_FOREIGN', { value: host.slice(0, 100) })
}

/** The user's name of basic authentication is of no account. */
function hasToken(authorization: string, token: string): boolean {
  const [, scheme = '', given = ''] = /^(bearer|basic) +(\S+) *$/i.exec(authorization) ?? []
  if (scheme.toLowerCase() === 'bearer') return isSameSecret(given, token)
  const pair = Buffer.from(given, 'base64').toString('utf8')
  return scheme !== '' && isSameSecret(pair.slice(pair.indexOf(':') + 1), token)
}

/** Whether a Host header, with or without a port, names the loopback interface. */
function isLoopback(host: string): boolean {
  return isLoopbackAddress(host.replace(/:\d+$/, ''))
}

/** Whether a host name is one of the loopback interface; brackets around an IPv6 address are allowed. */
export function isLoopbackAddress(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\]|::1)$/i.test(host)
}
