import { once } from 'node:events'
import { createConnection, createServer, type Socket } from 'node:net'

/** Stands before a server, so that a test can take the server away and give it back. */
export interface TcpProxy {
  readonly port: number
  /** `cut` ends every connection at once, `mute` takes bytes and answers none. */
  mode: 'pass' | 'cut' | 'mute'
  close(): Promise<void>
}

/** @param target  port on loopback */
export async function tcpProxy(target: number): Promise<TcpProxy> {
  const open = new Set<Socket>()
  const server = createServer((socket) => {
    open.add(socket)
    socket.on('error', () => socket.destroy()).on('close', () => open.delete(socket))
    if (proxy.mode === 'cut') return void socket.destroy()
    if (proxy.mode === 'mute') return void socket.resume()
    const upstream = createConnection(target, '127.0.0.1')
    upstream.on('error', () => socket.destroy())
    socket.on('close', () => upstream.destroy())
    socket.pipe(upstream).pipe(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const proxy: TcpProxy = {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    mode: 'pass',
    async close() {
      for (const socket of open) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
  return proxy
}
