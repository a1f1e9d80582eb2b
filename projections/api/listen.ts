import { portError } from './port-error.ts'
import { refuseUnguarded } from './refuse-unguarded.ts'
import type { Api } from './type-provider.ts'

/**
 * Opens the port.
 * @param port  0 takes a free one
 * @returns     the address, such as http://127.0.0.1:4280
 * @param token what the API asks its callers for
 * @throws HS_PORT_IN_USE; HS_BIND_REFUSED for an address that others can reach, without a token
 */
export async function listen(api: Api, host: string, port: number, token?: string): Promise<string> {
  refuseUnguarded(host, token)
  try {
    return await api.listen({ host, port })
  } catch (error) {
    throw portError(error, port)
  }
}
