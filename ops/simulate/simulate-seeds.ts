import { runSimulation, type SimulationOptions, type SimulationReport } from './run-simulation.ts'

export interface SeedsOptions extends SimulationOptions {
  readonly first: number
  /** So many seeds … */
  readonly count?: number
  /** … and as many more as fit into this time; stops at whichever bound is the later one. */
  readonly seconds?: number
  /** The time that counts for `seconds`, in milliseconds; default: this process's. */
  now?(): number
  progress?(report: SimulationReport): void
}

export interface SeedsReport {
  readonly seeds: number
  readonly events: number
  readonly outputs: number
  readonly verified: number
  readonly resumed: number
  readonly switches: number
  readonly entries: number
  readonly heads: number
  /** The seed with which it went wrong; it replays exactly. */
  readonly failed: SimulationReport | undefined
}

/** Runs one seed after the other until one fails, or the count and the time are used up. */
export async function simulateSeeds(options: SeedsOptions): Promise<SeedsReport> {
  const { first, count = 0, seconds = 0, now = () => performance.now(), progress } = options
  const end = now() + seconds * 1_000
  const sums = { seeds: 0, events: 0, outputs: 0, verified: 0, resumed: 0, switches: 0, entries: 0, heads: 0 }
  for (let seed = first; seed < first + count || now() < end; seed++) {
    const report = await runSimulation(seed, options)
    sums.seeds++
    sums.events += report.events
    sums.outputs += report.outputs
    sums.verified += report.verified
    sums.resumed += report.resumed
    sums.switches += report.switches
    sums.entries += report.entries
    sums.heads += report.heads
    progress?.(report)
    if (report.problem !== undefined) return { ...sums, failed: report }
  }
  return { ...sums, failed: undefined }
}
