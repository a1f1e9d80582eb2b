import { spawnSync } from 'node:child_process'
import { chownSync, statSync } from 'node:fs'
import { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import type { PostgresBinaries } from './binaries.ts'

/** As whom PostgreSQL runs: a command line prefix and, where that is how it is done, user and group ids for spawn. */
export interface RunAs {
  readonly prefix: readonly string[]
  readonly ids: { readonly uid?: number; readonly gid?: number }
}

const NOBODY = 65534

/**
 * PostgreSQL refuses to run as root. In a user namespace of its own it is another user inside while its files keep belonging to root
 * outside, so that a folder that only root may enter is no obstacle. Where the kernel forbids that, it runs as nobody, if nobody can
 * reach the folder. An ordinary user runs it directly.
 * @throws HS_DATABASE_ROOT when neither works
 */
export function chooseUser(binaries: PostgresBinaries, folder: string): RunAs {
  if (process.getuid?.() !== 0) return { prefix: [], ids: {} }
  const namespace = ['unshare', '--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`]
  if (statSync(folder).uid === 0 && works([...namespace, 'true'])) return { prefix: namespace, ids: {} }
  const ids = { uid: NOBODY, gid: NOBODY }
  chownSync(folder, NOBODY, NOBODY)
  if (works(['ls', folder], ids) && works([binaries.postgres, '--version'], ids)) return { prefix: [], ids }
  chownSync(folder, 0, 0)
  throw new HomeostatError('HS_DATABASE_ROOT', { value: folder })
}

/** Command line prefix that lets the kernel send SIGINT when this process ends for whatever reason; empty where that is not possible. */
export function endWithParent(): readonly string[] {
  const prefix = ['setpriv', '--pdeathsig', 'INT']
  return works([...prefix, 'true']) ? prefix : []
}

function works([program = '', ...args]: readonly string[], ids: RunAs['ids'] = {}): boolean {
  return spawnSync(program, args, { stdio: 'ignore', cwd: '/', ...ids }).status === 0
}
