import { existsSync } from 'node:fs'
import { type Check, ok, warning } from '../check.ts'

const files = ['/proc/stat', '/proc/meminfo', '/proc/net/dev', '/proc/diskstats', '/proc/self/stat']

export const proc: Check = {
  name: '/proc',
  run() {
    if (process.platform !== 'linux')
      return warning(
        `${process.platform}: only CPU, memory and load are measured`,
        'Use Linux to see disks, network and pressure.',
      )
    const missing = files.filter((file) => !existsSync(file))
    if (missing.length > 0)
      return warning(`${missing.join(', ')} cannot be read`, 'Mount /proc; what stands there is not measured otherwise.')
    return ok('everything that is measured can be read')
  },
}
