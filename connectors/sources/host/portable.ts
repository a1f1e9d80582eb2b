import type * as os from 'node:os'
import type { Reader } from './reader.ts'

export type OsFacts = Pick<typeof os, 'cpus' | 'totalmem' | 'freemem' | 'loadavg' | 'platform'>

/**
 * What any operating system tells Node: cpu_usage, cpu_user, cpu_system, cpu_usage_max (%), memory_usage (%, what is not free, caches
 * included), memory_available (MB) and, except on Windows, load_average_1m (ratio to the cores).
 */
export function portable(os: OsFacts): Reader {
  let before: CoreTimes[] = []

  return (report) => {
    const cores = os.cpus().map((core) => ({ ...core.times }))
    const spent = cores.map((now, i) => spentSince(before[i], now)).filter((core) => core !== undefined)
    before = cores
    if (spent.length > 0) {
      const all = spent.reduce(sumOf)
      report('cpu_usage', usage(all))
      report('cpu_user', (100 * (all.user + all.nice)) / totalOf(all))
      report('cpu_system', (100 * (all.sys + all.irq)) / totalOf(all))
      report('cpu_usage_max', Math.max(...spent.map(usage)))
    }
    report('memory_usage', (100 * (os.totalmem() - os.freemem())) / os.totalmem())
    report('memory_available', os.freemem() / 1024 / 1024)
    if (os.platform() !== 'win32' && cores.length > 0) report('load_average_1m', os.loadavg()[0] / cores.length)
  }
}

type CoreTimes = os.CpuInfo['times']

/** undefined in the first look, when no time has passed, and when the counters began anew. */
function spentSince(before: CoreTimes | undefined, now: CoreTimes): CoreTimes | undefined {
  if (before === undefined) return undefined
  const spent: CoreTimes = {
    user: now.user - before.user,
    nice: now.nice - before.nice,
    sys: now.sys - before.sys,
    idle: now.idle - before.idle,
    irq: now.irq - before.irq,
  }
  return Object.values(spent).some((time) => time < 0) || totalOf(spent) === 0 ? undefined : spent
}

function sumOf(a: CoreTimes, b: CoreTimes): CoreTimes {
  return { user: a.user + b.user, nice: a.nice + b.nice, sys: a.sys + b.sys, idle: a.idle + b.idle, irq: a.irq + b.irq }
}

const totalOf = (times: CoreTimes) => times.user + times.nice + times.sys + times.idle + times.irq

const usage = (times: CoreTimes) => (100 * (totalOf(times) - times.idle)) / totalOf(times)
