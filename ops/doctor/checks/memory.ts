import { freemem, totalmem } from 'node:os'
import { formatBytes } from '../../cli/format/bytes.ts'
import { type Check, ok, warning } from '../check.ts'

/** The process and its database take 600 MB at most. */
const NEEDED_BYTES = 8e8

export const memory: Check = {
  name: 'memory',
  run() {
    const says = `${formatBytes(freemem())} of ${formatBytes(totalmem())} are free`
    return freemem() < NEEDED_BYTES
      ? warning(says, `Free some: Homeostat and its database may take ${formatBytes(NEEDED_BYTES)}.`)
      : ok(says)
  },
}
