import type { ReaderOf } from './reader.ts'

/** load_average_1m: runnable and blocked tasks in the last minute, as a ratio to the number of cores. Source: proc(5), /proc/loadavg. */
export const load: ReaderOf = (files) => (report) => {
  const average = Number.parseFloat(files.read('loadavg') ?? '')
  const cores = (files.read('stat') ?? '').match(/^cpu\d+ /gm)?.length ?? 0
  if (average >= 0 && cores > 0) report('load_average_1m', average / cores)
}
