/** CPU and wall time of some work, in seconds. */
export interface Spent {
  readonly cpuSeconds: number
  readonly wallSeconds: number
}

export async function spent(work: () => Promise<void>): Promise<Spent> {
  const cpu = process.cpuUsage()
  const wall = process.hrtime.bigint()
  await work()
  const { user, system } = process.cpuUsage(cpu)
  return { cpuSeconds: (user + system) / 1e6, wallSeconds: Number(process.hrtime.bigint() - wall) / 1e9 }
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]
}
