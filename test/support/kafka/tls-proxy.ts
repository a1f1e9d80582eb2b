import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createConnection } from 'node:net'
import { createServer, type TLSSocket } from 'node:tls'
import type { Certificate } from './make-certificate.ts'

/** Speaks TLS before a server that does not. */
export interface TlsProxy {
  readonly port: number
  close(): void
}

/** @param target  port on loopback */
export async function tlsProxy(target: number, { store, password }: Certificate): Promise<TlsProxy> {
  const open = new Set<TLSSocket>()
  const server = createServer({ pfx: readFileSync(store), passphrase: password }, (socket) => {
    const upstream = createConnection(target, '127.0.0.1')
    open.add(socket)
    upstream.on('error', () => socket.destroy())
    socket.on('error', () => upstream.destroy()).on('close', () => upstream.destroy())
    socket.on('close', () => open.delete(socket))
    socket.pipe(upstream).pipe(socket)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    close() {
      server.close()
      for (const socket of open) socket.destroy()
    },
  }
}
