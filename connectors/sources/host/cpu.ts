import type { ReaderOf } from './reader.ts'

/**
 * Shares of the processor time over all cores, in percent: cpu_usage (all but idle and waiting), cpu_user (with nice), cpu_system
 * (with interrupts), disk_io_wait and cpu_steal; and cpu_usage_max, the busiest core: one core at 100 % drowns in the mean of many.
 *
 * Source: proc(5), /proc/stat, in ticks. Guest time is part of user time there.
 */
export const cpu: ReaderOf = (files) => {
  const before = new Map<string, number[]>()

  return (report) => {
    let busiest: number | undefined
    for (const line of (files.read('stat') ?? '').split('\n')) {
      if (!line.startsWith('cpu')) break
      const [name, ...columns] = line.split(/\s+/)
      const ticks = columns.slice(0, MODES).map(Number)
      const last = before.get(name)
      before.set(name, ticks)
      const shares = last && sharesOf(last, ticks)
      if (!shares) continue
      const [user, nice, system, , iowait, irq, softirq, steal] = shares
      const usage = user + nice + system + irq + softirq + steal
      if (name !== 'cpu') {
        busiest = Math.max(busiest ?? 0, usage)
        continue
      }
      report('cpu_usage', usage)
      report('cpu_user', user + nice)
      report('cpu_system', system + irq + softirq)
      report('disk_io_wait', iowait)
      report('cpu_steal', steal)
    }
    if (busiest !== undefined) report('cpu_usage_max', busiest)
  }
}

/** user, nice, system, idle, iowait, irq, softirq, steal */
const MODES = 8

/** undefined when no time has passed, or when the counters began anew. */
function sharesOf(last: readonly number[], now: readonly number[]): number[] | undefined {
  // The kernel lets the waiting time of a core step back a little; that is not a reset.
  const spent = now.map((ticks, mode) => Math.max(0, ticks - last[mode]))
  const total = spent.reduce((sum, ticks) => sum + ticks, 0)
  const idle = 3
  if (total <= 0 || now[idle] < last[idle]) return undefined
  return spent.map((ticks) => (100 * ticks) / total)
}
