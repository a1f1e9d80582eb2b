import { spawnSync } from 'node:child_process'
import { type Check, failed, ok } from '../check.ts'

/** PostgreSQL refuses root; a user namespace, or another user that can reach the folder, helps. */
export const root: Check = {
  name: 'user',
  run({ env }) {
    if (process.getuid?.() !== 0) return ok('not root')
    if (env.POSTGRES_DSN) return ok('root, with a database of your own')
    const { status } = spawnSync('unshare', ['--user', '--map-user=65534', '--map-group=65534', 'true'], {
      stdio: 'ignore',
      timeout: 5_000,
    })
    if (status === 0) return ok('root; the database runs in a user namespace')
    const { status: setuid } = spawnSync('true', [], { uid: 65534, gid: 65534, stdio: 'ignore', cwd: '/', timeout: 5_000 })
    if (setuid === 0)
      return ok('root, without user namespaces; the database runs as nobody, who must be able to reach both folders')
    return failed(
      'root, and PostgreSQL cannot be started as another user',
      'Start as an ordinary user, allow user namespaces, or set POSTGRES_DSN.',
    )
  },
}
