import type { ReaderOf } from './reader.ts'

/**
 * memory_usage (what is not available to a new program, %), memory_available (MB) and swap_usage (%; only where there is swap).
 *
 * Source: proc(5), /proc/meminfo, in kB.
 */
export const memory: ReaderOf = (files) => (report) => {
  const text = files.read('meminfo') ?? ''
  const kilobytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? Number.NaN)

  const total = kilobytes('MemTotal')
  const available = kilobytes('MemAvailable')
  if (total > 0 && available >= 0) {
    report('memory_usage', (100 * (total - available)) / total)
    report('memory_available', available / 1024)
  }
  const swap = kilobytes('SwapTotal')
  if (swap > 0) report('swap_usage', (100 * (swap - kilobytes('SwapFree'))) / swap)
}
