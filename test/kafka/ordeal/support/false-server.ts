import { once } from 'node:events'
import { createServer } from 'node:http'

/** A web server that answers everything alike. */
export interface FalseServer {
  /** `host:port`. */
  readonly address: string
  close(): void
}

export async function falseServer(status: number, contentType: string, body: string): Promise<FalseServer> {
  const server = createServer((_request, response) => {
    response.writeHead(status, { 'content-type': contentType }).end(body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    address: `127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
