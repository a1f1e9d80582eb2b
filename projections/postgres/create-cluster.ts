import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import type { PostgresBinaries } from './binaries.ts'
import type { RunAs } from './run-as.ts'

/** The first user of the cluster; its rights end at the folder. */
export const CLUSTER_USER = 'homeostat'

/**
 * Makes a cluster beside its final place and moves it there when it is whole: an interrupted attempt leaves nothing that looks usable.
 * Text sorts by bytes, so that the order of rows does not depend on the machine.
 * @throws HS_DATABASE_START with what initdb said
 */
export function createCluster(binaries: PostgresBinaries, user: RunAs, folder: string, cluster: string): void {
  const attempt = `${cluster}.new`
  rmSync(attempt, { recursive: true, force: true })
  const password = passwordFile(folder)
  writeFileSync(password, randomBytes(24).toString('base64url'), { mode: 0o600 })
  if (user.ids.uid !== undefined) chownSync(password, user.ids.uid, user.ids.uid)
  const [program = '', ...prefix] = [...user.prefix, binaries.initdb]
  const options = [
    '-U',
    CLUSTER_USER,
    '--no-locale',
    '-E',
    'UTF8',
    '--auth-local=trust',
    '--auth-host=scram-sha-256',
    `--pwfile=${password}`,
  ]
  const result = spawnSync(program, [...prefix, '-D', attempt, ...options], { ...user.ids, cwd: folder, encoding: 'utf8' })
  if (result.status !== 0) {
    const said = result.error?.message ?? result.stderr.trim().split('\n').slice(-3).join(' ')
    throw new HomeostatError('HS_DATABASE_START', { message: `initdb failed: ${said}`, cause: result.error })
  }
  renameSync(attempt, cluster)
}

/** Holds the password of the cluster's user; only this user can read it. */
export function passwordFile(folder: string): string {
  return path.join(folder, 'password')
}
