import { createServer } from 'node:net'
import { findRunning } from '../../cli/run-file.ts'
import { type Check, type Finding, failed, ok } from '../check.ts'

export const apiPort: Check = {
  name: 'port',
  async run({ data, port }): Promise<Finding> {
    const running = findRunning(data)
    if (running) return ok(`Homeostat runs as process ${running.pid} at ${running.url || 'an address that it has not told yet'}`)
    const code = await tryListening(port)
    if (code === undefined) return ok(`${port} on 127.0.0.1 is free`)
    return failed(
      `${port} on 127.0.0.1 cannot be opened (${code})`,
      'Stop the program that listens there, or choose another port with --port.',
    )
  },
}

/** Error code, undefined when it worked. */
function tryListening(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(undefined)))
  })
}
