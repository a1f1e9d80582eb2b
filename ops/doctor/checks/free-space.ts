import { statfsSync } from 'node:fs'
import { resolve } from 'node:path'
import { connectionOf } from '../../app/connection/connection-of.ts'
import { judgeDisk } from '../../app/judge-disk.ts'
import { storageSettings } from '../../app/storage-settings.ts'
import { formatBytes } from '../../cli/format/bytes.ts'
import { type Check, failed, ok, warning } from '../check.ts'
import { named } from '../named.ts'
import { existingParent } from './data-folder.ts'

/** The marks are those of the process itself, from the same settings. */
export const freeSpace: Check = {
  name: 'free space',
  run: named(({ data, flags, env }) => {
    const folder = existingParent(resolve(data))
    const { bavail, bsize } = statfsSync(folder)
    const free = bavail * bsize
    const { rawBytes, lowBytes, refuseBytes } = storageSettings(env)
    const holdsLog = connectionOf({ data, ...flags }, env).kind === 'embedded'
    const { state, error } = judgeDisk(folder, free, { lowBytes, refuseBytes: holdsLog ? refuseBytes : 0 })
    if (error) {
      const says = `${error.message} [${error.code}]`
      return state === 'refusing' ? failed(says, REMEDY) : warning(says, REMEDY)
    }
    const comfortable = holdsLog ? 2 * rawBytes : 0
    return free < comfortable
      ? warning(`${formatBytes(free)} are free, the log and the database may need ${formatBytes(comfortable)}`, REMEDY)
      : ok(`${formatBytes(free)} are free`)
  }),
}

const REMEDY = 'Free space, or put the data folder on another disk with --data.'
