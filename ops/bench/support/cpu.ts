/** CPU and wall time of some work, in seconds. */
export interface Spent {
  readonly cpuSeconds: number
  readonly wallSeconds: number
}

export async function spent(work: () => Promise<void> | void): Promise<Spent> {
  const cpu = process.cpuUsage()
  const wall = process.hrtime.bigint()
  await work()
  const { user, system } = process.cpuUsage(cpu)
  return { cpuSeconds: (user + system) / 1e6, wallSeconds: Number(process.hrtime.bigint() - wall) / 1e9 }
}

export function sumOf(all: readonly Spent[]): Spent {
  return {
    cpuSeconds: all.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
    wallSeconds: all.reduce((sum, { wallSeconds }) => sum + wallSeconds, 0),
  }
}
