import { median } from '../support/median.ts'
import type { ProgramRun } from './run-program.ts'

export const PEER_HEAD = [
  'program',
  'frames',
  'frames/s',
  'CPU µs a sample',
  'rounds',
  'CPU with start-up',
  'peak RSS',
  'anomalies',
  'broker CPU',
] as const

/** The runs of one program as the cells of a row, in the order of PEER_HEAD: medians, and the range of what counts most. */
export function peerRow(name: string, runs: readonly ProgramRun[], metrics: number): readonly string[] {
  const costs = runs.map((run) => costOf(run, metrics))
  const brokers = runs.flatMap(({ brokerCpuSeconds }) => brokerCpuSeconds ?? [])
  return [
    name,
    String(runs[0].frames),
    median(runs.map(({ framesPerS }) => framesPerS)).toFixed(0),
    median(costs).toFixed(3),
    `${Math.min(...costs).toFixed(3)}–${Math.max(...costs).toFixed(3)} (${runs.length})`,
    median(runs.map((run) => (run.lifeCpuSeconds * 1e6) / (run.frames * metrics))).toFixed(3),
    `${median(runs.map(({ peakRssMb }) => peakRssMb))} MB`,
    [...new Set(runs.map(({ anomalies }) => anomalies))].join(', '),
    brokers.length === 0 ? '' : `${median(brokers).toFixed(1)} s`,
  ]
}

/** CPU microseconds a sample, from the first record to the last. */
export function costOf({ cpuSeconds, frames }: ProgramRun, metrics: number): number {
  return (cpuSeconds * 1e6) / (frames * metrics)
}
