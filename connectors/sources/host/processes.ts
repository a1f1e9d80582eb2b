import { counterDeltas } from './counter-deltas.ts'
import type { ReaderOf } from './reader.ts'

/** processes_running, processes_blocked (waiting for a disk) and context_switches (1/s). Source: proc(5), /proc/stat. */
export const processes: ReaderOf = (files) => {
  const delta = counterDeltas()

  return (report, elapsedMs) => {
    const text = files.read('stat') ?? ''
    const number = (name: string) => Number(new RegExp(`^${name} (\\d+)`, 'm').exec(text)?.[1] ?? Number.NaN)
    const running = number('procs_running')
    if (Number.isNaN(running)) return
    report('processes_running', running)
    report('processes_blocked', number('procs_blocked'))
    const switches = delta('ctxt', number('ctxt'))
    if (switches !== undefined && elapsedMs > 0) report('context_switches', (1000 * switches) / elapsedMs)
  }
}
