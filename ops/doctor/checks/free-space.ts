import { statfsSync } from 'node:fs'
import { resolve } from 'node:path'
import { formatBytes } from '../../cli/format/bytes.ts'
import { type Check, failed, ok, warning } from '../check.ts'
import { existingParent } from './data-folder.ts'

/** Log (2 GB of raw telemetry by default), snapshots, and the database. */
const COMFORTABLE_BYTES = 4e9
const LEAST_BYTES = 5e8

export const freeSpace: Check = {
  name: 'free space',
  run({ data }) {
    const { bavail, bsize } = statfsSync(existingParent(resolve(data)))
    const free = bavail * bsize
    const remedy = 'Free space, or put the data folder on another disk with --data.'
    if (free < LEAST_BYTES)
      return failed(`${formatBytes(free)} are free, ${formatBytes(LEAST_BYTES)} are needed to begin`, remedy)
    if (free < COMFORTABLE_BYTES)
      return warning(`${formatBytes(free)} are free, a week may need ${formatBytes(COMFORTABLE_BYTES)}`, remedy)
    return ok(`${formatBytes(free)} are free`)
  },
}
