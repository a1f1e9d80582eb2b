import { readdirSync, readFileSync } from 'node:fs'

/** What some processes have used so far. */
export interface Use {
  /** CPU seconds, those of children that have ended included. */
  readonly cpuSeconds: number
  /** Proportional set size: a shared page counts once, divided among those that share it. */
  readonly memoryBytes: number
  /** The part of it that is pages of mapped files, which the kernel may take back at any moment. */
  readonly mappedBytes: number
}

/** What a process uses, what all its descendants do, and both together. Reads /proc, so Linux only. */
export function useOfTree(root: number): { readonly own: Use; readonly descendants: Use; readonly all: Use } {
  const parents = new Map(runningProcesses().map((pid) => [pid, parentOf(pid)]))
  const descends = (pid: number): boolean => {
    const parent = parents.get(pid)
    return parent === root || (parent !== undefined && parent > 1 && descends(parent))
  }
  const own = useOf(root)
  const descendants = [...parents.keys()].filter(descends).map(useOf).reduce(plus, NOTHING)
  return { own, descendants, all: plus(own, descendants) }
}

const NOTHING: Use = { cpuSeconds: 0, memoryBytes: 0, mappedBytes: 0 }
const TICKS_A_SECOND = 100 // USER_HZ, fixed by the kernel's interface

function plus(a: Use, b: Use): Use {
  return {
    cpuSeconds: a.cpuSeconds + b.cpuSeconds,
    memoryBytes: a.memoryBytes + b.memoryBytes,
    mappedBytes: a.mappedBytes + b.mappedBytes,
  }
}

function runningProcesses(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
}

function parentOf(pid: number): number {
  return Number(statOf(pid)[1] ?? 0)
}

function useOf(pid: number): Use {
  const times = statOf(pid).slice(11, 15) // utime, stime, and both of children that were waited for
  const memory = read(`/proc/${pid}/smaps_rollup`)
  const bytes = (field: string) => Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(memory)?.[1] ?? 0) * 1024
  return {
    cpuSeconds: times.reduce((sum, ticks) => sum + Number(ticks) / TICKS_A_SECOND, 0),
    memoryBytes: bytes('Pss'),
    mappedBytes: bytes('Pss_File'),
  }
}

/** Fields of /proc/PID/stat behind the name (proc_pid_stat(5)): state, parent, … */
function statOf(pid: number): string[] {
  const text = read(`/proc/${pid}/stat`)
  return text.slice(text.lastIndexOf(')') + 2).split(' ')
}

/** Empty when the process has ended meanwhile. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
