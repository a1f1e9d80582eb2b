import { Socket } from 'node:net'

/**
 * Counts what this process sends to a broker from now on, whichever part of it does: the client writes each request at once, so a
 * write to one of these ports is a request.
 */
export function countRequests(ports: readonly number[]): { readonly sent: () => number } {
  let sent = 0
  const write = Socket.prototype.write
  Socket.prototype.write = function counted(this: Socket, ...args: unknown[]) {
    if (this.remotePort !== undefined && ports.includes(this.remotePort)) sent++
    return Reflect.apply(write, this, args)
  }
  return { sent: () => sent }
}
