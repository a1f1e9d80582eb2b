import { readFileSync } from 'node:fs'

/** CPU seconds of another process, with the moment at which they were read. */
interface Sample {
  readonly at: number
  readonly cpuSeconds: number
}

const TICKS_A_SECOND = 100 // USER_HZ, fixed by the kernel's interface
const EVERY_MS = 20

/** Watches the CPU time of a process, so that afterwards any moment of its life can be asked for. Reads /proc, so Linux only. */
export interface SampledUse {
  /** CPU seconds that it had used by then, `at` as performance.now(); between two samples on the line between them. */
  cpuSecondsAt(at: number): number
  stop(): void
}

export function sampleUse(pid: number): SampledUse {
  const samples: Sample[] = []
  const look = () => {
    const cpuSeconds = cpuSecondsOf(pid)
    if (cpuSeconds !== undefined) samples.push({ at: performance.now(), cpuSeconds })
  }
  look()
  const timer = setInterval(look, EVERY_MS)
  return {
    cpuSecondsAt: (at) => interpolate(samples, at),
    stop() {
      look()
      clearInterval(timer)
    },
  }
}

/** User and system time of a process in seconds (proc_pid_stat(5), fields 14 and 15); undefined when it has ended. */
export function cpuSecondsOf(pid: number): number | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND
  } catch {
    return undefined
  }
}

/** The value on the line between the samples around `at`; the nearest one outside of them, 0 without any. */
export function interpolate(samples: readonly Sample[], at: number): number {
  const after = samples.findIndex((sample) => sample.at >= at)
  if (after === 0) return samples[0].cpuSeconds
  if (after < 0) return samples[samples.length - 1]?.cpuSeconds ?? 0
  const [a, b] = [samples[after - 1], samples[after]]
  return a.cpuSeconds + ((at - a.at) / (b.at - a.at)) * (b.cpuSeconds - a.cpuSeconds)
}
