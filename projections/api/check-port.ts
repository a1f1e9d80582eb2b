import { createServer } from 'node:net'
import { portError } from './port-error.ts'
import { refuseUnguarded } from './refuse-unguarded.ts'

/**
 * Whether the API could listen there, so that a start which cannot end well ends before its slow parts.
 * @param port  0 is always free
 * @throws HS_PORT_IN_USE; HS_BIND_REFUSED for an address that others can reach, without a token
 */
export async function checkPort(host: string, port: number, token?: string): Promise<void> {
  refuseUnguarded(host, token)
  if (port === 0) return
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(portError(error, port)))
    server.listen({ host, port }, () => server.close(() => resolve()))
  })
}
