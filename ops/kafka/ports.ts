import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'
import { HomeostatError } from '../../schemas/core/homeostat-error.ts'

/**
 * The first of `count` free ports in a row on loopback. They lie below the ports that systems give to outgoing connections: a client
 * that tries again while its server is down could otherwise be given the server's own port and talk to itself.
 *
 * @param wanted the first port, or 0 for any
 * @throws HS_PORT_IN_USE
 */
export async function choosePorts(wanted: number, count: number): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    const first = wanted || randomInt(LOWEST, HIGHEST - count)
    const taken = await firstTaken(first, count)
    if (taken === undefined) return first
    if (wanted || attempt === ATTEMPTS)
      throw new HomeostatError('HS_PORT_IN_USE', {
        value: taken,
        message: `Another program listens on port ${taken} of 127.0.0.1.`,
      })
  }
}

const LOWEST = 20_000
const HIGHEST = 32_000
const ATTEMPTS = 50

async function firstTaken(first: number, count: number): Promise<number | undefined> {
  for (let port = first; port < first + count; port++) if (!(await isFree(port))) return port
  return undefined
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => server.close(() => resolve(true)))
  })
}
