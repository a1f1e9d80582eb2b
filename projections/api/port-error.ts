import { HomeostatError } from '../../schemas/core/homeostat-error.ts'

/** What kept a port from being opened, as HS_PORT_IN_USE where that is the reason. */
export function portError(error: unknown, port: number): unknown {
  if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) return error
  const message = `Another program listens on port ${port}. Choose another with --port, or stop the other program.`
  return new HomeostatError('HS_PORT_IN_USE', { value: port, message, cause: error })
}
