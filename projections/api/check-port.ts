import { createServer } from 'node:net'
import { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import { isLoopbackAddress } from './guard.ts'
import { portError } from './port-error.ts'

/**
 * Whether the API could listen there, so that a start which cannot end well ends before its slow parts.
 * @param port  0 is always free
 * @throws HS_PORT_IN_USE; HS_BIND_REFUSED for an address that others can reach
 */
export async function checkPort(host: string, port: number): Promise<void> {
  if (!isLoopbackAddress(host)) throw new HomeostatError('HS_BIND_REFUSED', { value: host, limit: '127.0.0.1' })
  if (port === 0) return
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(portError(error, port)))
    server.listen({ host, port }, () => server.close(() => resolve()))
  })
}
