import type { FastifyRequest } from 'fastify'
import { HomeostatError } from '../../schemas/core/homeostat-error.ts'

/**
 * Keeps web pages from reaching the API through the browser of somebody on this machine: the Host header must name this machine (a
 * page that points its own name at 127.0.0.1 cannot), and an Origin must be the API's own. A tenant is not for the caller to say.
 * @throws HS_HOST_FOREIGN, HS_ORIGIN_FOREIGN, HS_TENANT_NOT_ALLOWED
 */
export async function guard(request: FastifyRequest): Promise<void> {
  const host = request.headers.host ?? ''
  if (!isLoopback(host)) throw new HomeostatError('HS_HOST_FOREIGN', { value: host.slice(0, 100) })
  const { origin } = request.headers
  if (origin !== undefined && origin !== `http://${host}`)
    throw new HomeostatError('HS_ORIGIN_FOREIGN', { value: origin.slice(0, 100) })
  const tenant = TENANT_HEADERS.find((name) => request.headers[name] !== undefined)
  if (tenant) throw new HomeostatError('HS_TENANT_NOT_ALLOWED', { value: tenant })
}

const TENANT_HEADERS = ['ce-tenant', 'ce_tenant', 'tenant', 'x-tenant', 'x-tenant-id', 'x-scope-orgid']

/** Whether a Host header, with or without a port, names the loopback interface. */
function isLoopback(host: string): boolean {
  return isLoopbackAddress(host.replace(/:\d+$/, ''))
}

/** Whether a host name is one of the loopback interface; brackets around an IPv6 address are allowed. */
export function isLoopbackAddress(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\]|::1)$/i.test(host)
}
