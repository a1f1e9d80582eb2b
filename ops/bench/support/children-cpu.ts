import { readdirSync, readFileSync } from 'node:fs'

/** CPU seconds that the running children of a process have used; NaN where there is no /proc. */
export function childrenCpuSeconds(parent: number): number {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((pid) => statOf(pid))
      .filter((stat) => Number(stat[1]) === parent)
      .reduce((sum, stat) => sum + (Number(stat[11]) + Number(stat[12])) / TICKS_A_SECOND, 0)
  } catch {
    return Number.NaN
  }
}

const TICKS_A_SECOND = 100 // USER_HZ, fixed by the kernel's interface

/** Fields of /proc/PID/stat behind the name (proc_pid_stat(5)): state, parent, …; empty when the process has ended meanwhile. */
function statOf(pid: string): string[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return []
  }
}
