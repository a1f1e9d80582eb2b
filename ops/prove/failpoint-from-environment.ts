import { type Failpoint, failpointNames, noFailpoint, rebuildFailpointNames } from '../../streams/runtime/ports/failpoint.ts'

/**
 * `HOMEOSTAT_FAILPOINT=commit.after:3` ends the process with SIGKILL at the third passing of that place; nothing without it.
 * For tests: there is no orderly way out of a kill.
 */
export function failpointFromEnvironment(setting = process.env.HOMEOSTAT_FAILPOINT): Failpoint {
  if (setting === undefined || setting === '') return noFailpoint
  const [name, times = '1'] = setting.split(':')
  if (!all.some((known) => known === name)) throw new Error(`There is no failpoint ${name}; there are ${all.join(', ')}.`)
  let left = Number(times)
  return (passed) => {
    if (passed === name && --left === 0) process.kill(process.pid, 'SIGKILL')
  }
}

const all = [...failpointNames, ...rebuildFailpointNames]
