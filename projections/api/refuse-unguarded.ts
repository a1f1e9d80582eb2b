import { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import { isLoopbackAddress } from './guard.ts'

/** @throws HS_BIND_REFUSED for an address that others can reach, where nobody has to prove anything */
export function refuseUnguarded(host: string, token: string | undefined): void {
  if (token !== undefined || isLoopbackAddress(host)) return
  throw new HomeostatError('HS_BIND_REFUSED', { value: host, limit: '127.0.0.1' })
}
