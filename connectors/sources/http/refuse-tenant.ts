import type { FastifyRequest } from 'fastify'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'

/**
 * A tenant follows from who is asking, never from what is said: a request that names one would otherwise be written where its sender does
 * not expect it.
 * @throws HS_TENANT_NOT_ALLOWED; HS_REQUEST_INVALID for anything else in the query
 */
export function refuseTenant(request: FastifyRequest): void {
  const header = Object.keys(request.headers).find((name) => TENANT_HEADERS.has(name))
  if (header !== undefined) throw new HomeostatError('HS_TENANT_NOT_ALLOWED', { value: header })
  const inQuery = tenantKeyOf(request.query)
  if (inQuery !== undefined) throw new HomeostatError('HS_TENANT_NOT_ALLOWED', { value: `?${inQuery}` })
  const key = Object.keys(request.query ?? {})[0]
  if (key !== undefined) {
    throw new HomeostatError('HS_REQUEST_INVALID', { message: `There is no query key ${JSON.stringify(key.slice(0, 60))} here.` })
  }
}

/** The key under which an object names a tenant; undefined when it does not. */
export function tenantKeyOf(json: unknown): string | undefined {
  if (typeof json !== 'object' || json === null) return undefined
  return TENANT_KEYS.find((key) => Object.hasOwn(json, key))
}

const TENANT_KEYS = ['tenant', 'tenant_id', 'tenantId']

const TENANT_HEADERS = new Set(['tenant', 'x-tenant', 'x-tenant-id', 'ce-tenant', 'x-scope-orgid'])
