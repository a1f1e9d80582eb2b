import type { ReaderOf } from './reader.ts'

/**
 * pressure_cpu, pressure_memory, pressure_io: the share of the last 10 s in which at least one task waited for it, in percent. Only
 * where the kernel has PSI (Documentation/accounting/psi.rst).
 */
export const pressure: ReaderOf = (files) => (report) => {
  for (const resource of ['cpu', 'memory', 'io']) {
    const share = /^some avg10=([\d.]+)/m.exec(files.read(`pressure/${resource}`) ?? '')?.[1]
    if (share !== undefined) report(`pressure_${resource}`, Number(share))
  }
}
