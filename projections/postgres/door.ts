import { readFileSync } from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { CLUSTER_USER, passwordFile } from './create-cluster.ts'

/** How clients reach the server. */
export interface Door {
  readonly dsn: string
  readonly settings: Readonly<Record<string, string>>
}

/**
 * A unix socket in the folder, which only its owner may enter. Where the path is too long for a socket address: a free port of the
 * loopback address and the cluster's password.
 */
export async function chooseDoor(folder: string): Promise<Door> {
  if (process.platform !== 'win32' && Buffer.byteLength(path.join(folder, SOCKET)) <= LONGEST_SOCKET_PATH_BYTES) {
    return {
      dsn: `postgres://${CLUSTER_USER}@${encodeURIComponent(folder)}/postgres`,
      settings: { listen_addresses: '', unix_socket_directories: `"${folder}"`, unix_socket_permissions: '0700' },
    }
  }
  const port = await freePort()
  const password = readFileSync(passwordFile(folder), 'utf8')
  return {
    dsn: `postgres://${CLUSTER_USER}:${password}@127.0.0.1:${port}/postgres`,
    settings: { listen_addresses: '127.0.0.1', port: String(port), unix_socket_directories: '' },
  }
}

const SOCKET = '.s.PGSQL.5432'
const LONGEST_SOCKET_PATH_BYTES = 103 // sun_path is 104 bytes on macOS, 108 on Linux, with the closing zero

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}
