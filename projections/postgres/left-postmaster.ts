import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { endProcess, isAlive } from './end-process.ts'

/** Stops the server that a killed process left behind in this cluster, if there is one. */
export async function stopLeftPostmaster(cluster: string): Promise<void> {
  const file = path.join(cluster, 'postmaster.pid')
  if (!existsSync(file)) return
  const pid = Number.parseInt(readFileSync(file, 'utf8'), 10)
  if (pid > 0 && isAlive(pid) && commandOf(pid).includes(cluster)) await endProcess(pid)
  rmSync(file, { force: true }) // else a new owner of the number would keep the server from starting
}

/** The command line of a process: a number in an old file may meanwhile belong to somebody else. */
function commandOf(pid: number): string {
  const file = `/proc/${pid}/cmdline`
  if (existsSync(file)) return readFileSync(file, 'utf8').replaceAll('\0', ' ')
  return spawnSync('ps', ['-p', String(pid), '-o', 'args='], { encoding: 'utf8' }).stdout ?? ''
}
