import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'

/**
 * The command lines of the processes that name a folder or work in it, other than this one; none where there is no /proc. Zombies have
 * no command line and do not count.
 */
export function processesOf(folder: string): string[] {
  if (!existsSync('/proc/self/cmdline')) return []
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map((pid) => ({
      command: read(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8')),
      cwd: read(() => readlinkSync(`/proc/${pid}/cwd`)),
    }))
    .filter(({ command, cwd }) => command !== '' && (command.includes(folder) || cwd.startsWith(folder)))
    .map(({ command }) => command.replaceAll('\0', ' ').trim())
}

function read(one: () => string): string {
  try {
    return one()
  } catch {
    return '' // it has ended meanwhile
  }
}
