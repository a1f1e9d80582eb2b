import { readFileSync } from 'node:fs'
import { type Check, ok, warning } from '../check.ts'

export const pressure: Check = {
  name: 'pressure',
  run() {
    try {
      const [, avg60] = /some .*avg60=([\d.]+)/.exec(readFileSync('/proc/pressure/cpu', 'utf8')) ?? []
      const percent = Number(avg60)
      if (percent > BUSY_PERCENT)
        return warning(
          `tasks waited for a CPU ${percent} % of the last minute`,
          'Detection works, but times measured now say little.',
        )
      return ok(`measured; tasks waited for a CPU ${percent} % of the last minute`)
    } catch {
      return warning(
        'this kernel does not tell pressure (PSI)',
        'Boot with psi=1 to have pressure among the metrics; all others are there.',
      )
    }
  },
}

const BUSY_PERCENT = 60
