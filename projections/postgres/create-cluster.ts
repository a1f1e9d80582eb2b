import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import type { PostgresBinaries } from './binaries.ts'
import type { RunAs } from './run-as.ts'

const run = promisify(execFile)

/** The first user of the cluster; its rights end at the folder. */
export const CLUSTER_USER = 'homeostat'

/**
 * Makes a cluster beside its final place and moves it there when it is whole: an interrupted attempt leaves nothing that looks usable.
 * Text sorts by bytes, so that the order of rows does not depend on the machine.
 * @throws HS_DATABASE_START with what initdb said
 */
export async function createCluster(binaries: PostgresBinaries, user: RunAs, folder: string, cluster: string): Promise<void> {
  await removeAttempts(cluster)
  const attempt = `${cluster}.new-${randomBytes(4).toString('hex')}`
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
  try {
    await run(program, [...prefix, '-D', attempt, ...options], { ...user.ids, cwd: folder })
  } catch (cause) {
    throw new HomeostatError('HS_DATABASE_START', { message: `initdb failed: ${saidBy(cause)}`, cause })
  }
  renameSync(attempt, cluster)
}

/**
 * Removes what earlier attempts have left. An initdb whose parent was killed goes on writing for a second or two: it is waited for, and
 * never shares a folder with the next.
 */
async function removeAttempts(cluster: string): Promise<void> {
  const folder = path.dirname(cluster)
  const attempts = readdirSync(folder).filter((name) => name.startsWith(`${path.basename(cluster)}.new`))
  for (const name of attempts)
    await rm(path.join(folder, name), { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
}

/** The last lines that a program wrote before it failed; where it wrote none, why it did not run. */
function saidBy(failure: unknown): string {
  const written = failure instanceof Error && 'stderr' in failure ? String(failure.stderr).trim() : ''
  return written.split('\n').slice(-3).join(' ') || String(failure)
}

/** Holds the password of the cluster's user; only this user can read it. */
export function passwordFile(folder: string): string {
  return path.join(folder, 'password')
}
