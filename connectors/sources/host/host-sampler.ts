import * as nodeOs from 'node:os'
import { performance } from 'node:perf_hooks'
import type { FrameInput } from '../../../schemas/telemetry/validate-frame.ts'
import { cpu } from './cpu.ts'
import { diskIo } from './disk-io.ts'
import { diskUsage } from './disk-usage.ts'
import { type HostFiles, hostFiles } from './host-files.ts'
import { load } from './load.ts'
import { memory } from './memory.ts'
import { network } from './network.ts'
import { openFiles } from './open-files.ts'
import { type OsFacts, portable } from './portable.ts'
import { pressure } from './pressure.ts'
import { processes } from './processes.ts'
import type { Reader } from './reader.ts'
import { tcp } from './tcp.ts'

/** The metrics of this moment; rates are over the time since the last call, and missing in the first. */
export type HostSampler = () => Promise<Pick<FrameInput, 'names' | 'values'>>

export interface HostSamplerOptions {
  readonly files?: HostFiles
  readonly os?: OsFacts
  /** Milliseconds by a clock that never steps; it also counts the time in which the process was stopped. */
  readonly elapsed?: () => number
}

/** Samples this machine: through /proc where it exists, else through what Node tells of the operating system. */
export function hostSampler({
  files = hostFiles(),
  os = nodeOs,
  elapsed = () => performance.now(),
}: HostSamplerOptions = {}): HostSampler {
  const readers: readonly Reader[] = files.read('stat') === undefined ? [portable(os)] : linux.map((reader) => reader(files))
  let last: number | undefined
  let names: readonly string[] = []

  return async () => {
    const now = elapsed()
    const sinceLast = last === undefined ? 0 : now - last
    last = now
    const found: string[] = []
    const values: number[] = []
    const report = (metric: string, value: number) => {
      if (!Number.isFinite(value)) return
      found.push(metric)
      values.push(value)
    }
    for (const read of readers) await read(report, sinceLast)
    // The codec encodes faster what has the same names array as before.
    if (found.length !== names.length || found.some((name, i) => name !== names[i])) names = found
    return { names, values: Float64Array.from(values) }
  }
}

const linux = [cpu, memory, load, processes, openFiles, pressure, diskIo, network, tcp, diskUsage]
