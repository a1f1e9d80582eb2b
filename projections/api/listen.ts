import { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import { isLoopbackAddress } from './guard.ts'
import { portError } from './port-error.ts'
import type { Api } from './type-provider.ts'

/**
 * Opens the port.
 * @param port  0 takes a free one
 * @returns     the address, such as http://127.0.0.1:4280
 * @throws HS_PORT_IN_USE; HS_BIND_REFUSED for an address that others can reach
 */
export async function listen(api: Api, host: string, port: number): Promise<string> {
  if (!isLoopbackAddress(host)) throw new HomeostatError('HS_BIND_REFUSED', { value: host, limit: '127.0.0.1' })
  try {
    return await api.listen({ host, port })
  } catch (error) {
    throw portError(error, port)
  }
}
